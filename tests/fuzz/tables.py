"""Tables as people hand them in: frames of every dtype and shape, CSV as bytes, workbooks."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import icmaml_indicators as icma
from tests.fuzz import samples
from tests.fuzz.cases import Case
from tests.fuzz.chance import Chance
from tests.fuzz.promises import check_assessment, check_repr, check_tables, demand

_KEYS: tuple[Any, ...] = (
    "05035", "11013", "1001", 5035, 5035.0, "05001", "05001", "Torreón", "Dr. Mora", "Juárez", "x", "", None, np.nan, "99999", "00000", "'05035",
    "TOTAL", "05035 ", "０５０３５", "a\x01b", "\ud83d\ude00", "é", "e\u0301", "<script>", "=1+1", "k" * 300, True, 1e300, dt.date(2024, 1, 1),
)  # fmt: skip
_PERIODS: tuple[Any, ...] = (
    2023, 2024, "2024", "2024-S1", "2023-S2", "2024-Q3", "2024-06", "2024-06-30", dt.date(2024, 6, 30), pd.Timestamp("2023-12-31"), "", None, "abc",
    1, 99999, 2024.0, 2024.5, "2024/2025", "01/02/2024", "junio 2024", pd.NaT, "2024-S3", "0000", -2024,
)  # fmt: skip
_CELLS: tuple[Any, ...] = (
    0, 1, 2, 3.5, -1, 100, 1e6, 1e12, 1e300, -1e308, 5e-324, np.nan, np.inf, -np.inf, None, "", "N/D", "n.a.", "n/v", "NA", "sí", "no", "parcial", "yes", "full",
    "some", "state", "municipal", "low", "true", "false", True, False, "1,234", "1.234", "1.234,5", "$ 51,420.70", "45 %", "US$ 3", "(1,200.00)", "-", "—", "1e5",
    "٣", "１２", "12.", ".5", "+7", "--3", "1 234,5", "0x10", "nan", "inf", "∞", "\x00", "a\nb", '"', "'", ";", "💥", "9" * 40, "=A1", dt.datetime(2024, 1, 1), Decimal("1.5"), Decimal("NaN"),
)  # fmt: skip


def _figure(chance: Chance, variable: Any) -> Any:
    """Return a cell that mostly suits a variable."""
    if chance.happens(0.15):
        return chance.one_of(_CELLS)
    if variable.options:
        return chance.one_of(variable.options).id
    if variable.type == "boolean":
        return chance.one_of((True, False, "sí", "no", 0, 1))
    figure = chance.one_of((0, 1, 2, 3, 5, 10, 100, 12_345))
    return figure if variable.type == "integer" else figure * chance.one_of((1, 1, 0.1, 0.25))


_DTYPES: tuple[Callable[[pd.Series[Any]], Any], ...] = (
    lambda column: column,
    lambda column: column,
    lambda column: column.astype("string"),
    lambda column: column.astype(str).astype("category"),
    lambda column: pd.to_numeric(column, errors="coerce"),
    lambda column: pd.to_numeric(column, errors="coerce").astype("Float64"),
    lambda column: (
        pd.to_numeric(column, errors="coerce")
        .replace([np.inf, -np.inf], np.nan)
        .round()
        .clip(-100, 100)
        .astype("Int64")
    ),
    lambda column: pd.to_numeric(column, errors="coerce").astype("float32"),
    lambda column: column.map(
        lambda cell: Decimal(str(cell)) if isinstance(cell, int | float) and np.isfinite(cell) else cell
    ),
    lambda column: pd.to_numeric(column, errors="coerce").fillna(0).gt(1),
    lambda column: pd.to_datetime(pd.Series(["2024-01-01"] * len(column), index=column.index)),
    lambda column: pd.Series([[1, 2]] * len(column), index=column.index),
    lambda column: pd.to_numeric(column, errors="coerce").astype(complex) if len(column) else column,
)


def _wide(chance: Chance, program: icma.Program) -> pd.DataFrame:
    count = chance.one_of((0, 1, 2, 3, 5, 8))
    usual = [f"{number:05d}" for number in range(1001, 1001 + count)]
    data: dict[str, list[Any]] = {}
    if not chance.happens(0.05):
        data["entity"] = [chance.one_of(_KEYS) if chance.happens(0.1) else key for key in usual]
    if not chance.happens(0.05):
        data["period"] = [
            chance.one_of(_PERIODS) if chance.happens(0.1) else chance.one_of((2023, 2024)) for _ in usual
        ]
    for variable in program.inputs[:40]:
        if not chance.happens(0.1):
            data[variable.id] = [_figure(chance, variable) for _ in usual]
    for name in chance.some_of(
        (
            "state",
            "name",
            "population",
            "note",
            "total",
            "cluster",
            " a ",
            "A",
            "índice",
            "x" * 200,
            "",
            "x_law.evidence",
        ),
        4,
    ):
        data[name] = [chance.one_of(("x", "y", None, 3, "Coahuila", "sí")) for _ in usual]
    return pd.DataFrame(data, dtype=object)


def _long(chance: Chance, program: icma.Program) -> pd.DataFrame:
    names = (
        ("entity", "period", "variable", "value")
        if chance.happens(0.7)
        else ("entity", "period", "criterion", "answer", "evidence")
    )
    lines = []
    for _ in range(chance.one_of((0, 1, 3, 10, 25))):
        variable = chance.one_of(program.inputs)
        key = chance.one_of(_KEYS) if chance.happens(0.1) else f"{1001 + chance.whole(4):05d}"
        period = chance.one_of(_PERIODS) if chance.happens(0.1) else chance.one_of((2023, 2024))
        name = chance.one_of(("total", "x", "", None, variable.id.upper())) if chance.happens(0.1) else variable.id
        lines.append((key, period, name, _figure(chance, variable), chance.one_of(("folio 1", "", None)))[: len(names)])
    return pd.DataFrame(lines, columns=list(names), dtype=object)


def _reshaped(chance: Chance, frame: pd.DataFrame) -> pd.DataFrame:
    """Give columns other dtypes, and the frame another shape or index."""
    for place in range(frame.shape[1]):
        if chance.happens(0.3):
            column = frame.iloc[:, place]
            try:
                with np.errstate(over="ignore"):  # float32 holds less
                    frame = frame.assign(**{str(frame.columns[place]): chance.one_of(_DTYPES)(column)})
            except (ValueError, TypeError, ArithmeticError):
                continue
    if chance.happens(0.15):
        twin = chance.one_of(list(range(frame.shape[1] or 1)))
        frame = pd.concat([frame, frame.iloc[:, [twin] if frame.shape[1] else []]], axis=1)
    if chance.happens(0.1) and "entity" in frame:
        frame = frame.set_index("entity", drop=chance.happens(0.5))
    if chance.happens(0.1):
        frame.index = pd.Index([chance.one_of((0, "a", None, 1.5)) for _ in range(len(frame))])
    if chance.happens(0.1):
        frame = pd.concat([frame, frame.iloc[: chance.whole(len(frame) + 1)]])
    if chance.happens(0.05):
        frame.columns = pd.Index([chance.one_of((name, 1, None, ("a", "b"))) for name in frame.columns])
    return frame


def frames(chance: Chance) -> Case:
    """Frames, wide or long, with columns of many dtypes."""
    program = samples.program(chance.whole(samples.COUNT))
    frame = _reshaped(chance, (_wide if chance.happens(0.6) else _long)(chance, program))
    options = _options(chance)
    return Case(frame, lambda given, folder: assess(program, given, options, folder), ".csv")


def files(chance: Chance) -> Case:
    """CSV files as bytes: separators, quotes, encodings, lines too short and too long."""
    program = samples.program(chance.whole(samples.COUNT))
    frame = (_wide if chance.happens(0.6) else _long)(chance, program)
    separator = chance.one_of((",", ",", ";", "\t", "|"))
    lines = [separator.join(map(str, frame.columns))]
    for cells in frame.itertuples(index=False):
        words = ["" if cell is None else str(cell) for cell in cells]
        words = [f'"{word}"' if chance.happens(0.1) else word for word in words]
        if chance.happens(0.05):
            words = words[: chance.whole(len(words) + 1)]
        if chance.happens(0.05):
            words.append(chance.one_of(("", "7", '"')))
        lines.append(separator.join(words))
    if chance.happens(0.2):
        lines.insert(
            chance.whole(len(lines) + 1),
            chance.one_of(("", "sep=;", "Título,,,", '"', "Total", "Fuente: INEGI", "\x1a", ",,,,")),
        )
    text = chance.one_of(("\n", "\n", "\r\n", "\r")).join(lines)
    content = text.encode(
        chance.one_of(("utf-8", "utf-8", "utf-8-sig", "latin-1", "cp850", "utf-16", "cp1252")), errors="replace"
    )
    for _ in range(chance.one_of((0, 0, 0, 1, 3))):
        at = chance.whole(len(content) + 1)
        content = (
            content[:at] + chance.one_of((b"\x00", b"\xff", b'"', b"\n", b"\r", b"\xef\xbb\xbf", b",,")) + content[at:]
        )
    options = _options(chance)

    def run(given: bytes, folder: Path) -> None:
        path = folder / "data.csv"
        path.write_bytes(given)
        assess(program, path, options, folder)

    return Case(content, run, ".csv")


def workbooks(chance: Chance) -> Case:
    """Workbooks, and files that only bear the name of one."""
    program = samples.program(chance.whole(samples.COUNT))
    frame = (_wide if chance.happens(0.6) else _long)(chance, program)
    options = _options(chance)
    broken, second = chance.happens(0.1), chance.happens(0.15)

    def run(given: pd.DataFrame, folder: Path) -> None:
        path = folder / "data.xlsx"
        plain = given.map(_for_excel)
        with pd.ExcelWriter(path, engine="xlsxwriter") as writer:
            plain.to_excel(writer, index=False, sheet_name="Datos")
            if second:
                plain.to_excel(writer, index=False, sheet_name="Más", startrow=2)
        if broken:
            path.write_bytes(path.read_bytes()[:-200])
        assess(program, path, options, folder)

    return Case(frame, run, ".csv")


def _for_excel(cell: Any) -> Any:
    if isinstance(cell, str):
        return "".join(letter for letter in cell if letter >= " " and not "\ud800" <= letter <= "\udfff")[:1000]
    if isinstance(cell, float) and not np.isfinite(cell):
        return None
    if isinstance(cell, Decimal):
        return None if cell.is_nan() else float(cell)
    return cell


def targets(chance: Chance) -> Case:
    """Tables of indicators with targets, matrices and plans."""
    count = chance.one_of((0, 1, 3, 8))
    data: dict[str, list[Any]] = {
        "indicator": [chance.one_of(("cover", "debt", "", None, "x" * 50)) for _ in range(count)]
    }
    words = {
        "municipality": ("05035", "Torreón", "", 5035), "period": _PERIODS, "program": ("P1", "P2", None), "level": ("fin", "propósito", "componente", "actividad", "x", "Actividad 1.1", None),
        "component": ("1", 1, None, "c"), "direction": ("higher", "descendente", "regular", "x", "", None), "baseline": _CELLS, "target": _CELLS, "actual": _CELLS, "method": ("ratio", "progress", "range", "x", None),
        "target_high": _CELLS, "weight": _CELLS, "budget": _CELLS, "green_low": _CELLS, "yellow_high": _CELLS, "cumulative": (True, "sí", "x", None), "frequency": ("mensual", "year", "x", None),
        "axis": ("E1", "E2", None), "objective": ("O1", None), "sdg": (1, 17, "x", None), "clear": (1, 5, 9, "x"), "unit": ("%", "x", None),
    }  # fmt: skip
    for name, cells in words.items():
        if chance.happens(0.6):
            data[name] = [chance.one_of(cells) for _ in range(count)]
    frame = _reshaped(chance, pd.DataFrame(data, dtype=object))
    kind = chance.one_of(("matrix", "plan"))
    term = chance.one_of((None, ("2024-10", "2027-09"), ("x", "y")))

    def run(given: pd.DataFrame, folder: Path) -> None:
        found = icma.score_targets(given, kind, term=term)
        check_tables([found.indicators, found.groups, found.findings])
        check_repr(found)

    return Case(frame, run, ".csv")


def projects(chance: Chance) -> Case:
    """Tables of cash flows."""
    count = chance.one_of((0, 1, 4, 12))
    data: dict[str, list[Any]] = {"project": [chance.one_of(("p1", "p2", "", None)) for _ in range(count)]}
    data["year"] = [chance.one_of((0, 1, 2, 2024, 2025, "2026", None, "x", 2024.5, -3)) for _ in range(count)]
    for name in chance.some_of(("flow", "benefit", "cost"), 3):
        data[name] = [chance.one_of((*_CELLS, -1000, 1200, 50)) for _ in range(count)]
    frame = _reshaped(chance, pd.DataFrame(data, dtype=object))
    rate = chance.one_of((0.1, 0.0, -0.5, -1.0, 5.0, 1e9))

    def run(given: pd.DataFrame, folder: Path) -> None:
        found = icma.appraise(given, rate=rate)
        check_tables([found.table, found.findings])
        check_repr(found)
        if len(found.table):
            check_repr(icma.prioritise(found.table, 500, cost="present_cost"))

    return Case(frame, run, ".csv")


def catalogues(chance: Chance) -> Case:
    """Catalogues of municipalities as bytes."""
    heads = (
        "CVEGEO,CVE_ENT,NOM_ENT,CVE_MUN,NOM_MUN,POB_TOTAL",
        "key,name,state",
        "cve_mun;nom_mun",
        "clave\tmunicipio",
    )
    names = ("Torreón", "Dr. Mora", "Juárez", "", "San Juan Mixtepec", "x\x01", "É" * 40)
    lines = [chance.one_of(heads)]
    for _ in range(chance.whole(8)):
        row = [
            chance.one_of(("05035", "35", "5", "", "99999", "x")),
            chance.one_of(("05", "5", "40", "")),
            chance.one_of(("Coahuila", "", "Marte")),
        ]
        row += [chance.one_of(("035", "", "x")), chance.one_of(names), chance.one_of(("1000", "x", "", "-1", "1e999"))]
        lines.append(chance.one_of((",", ";", "\t")).join(row[: 1 + chance.whole(6)]))
    content = "\n".join(lines).encode(chance.one_of(("utf-8", "latin-1", "utf-16", "cp850")), errors="replace")
    asked = [chance.one_of((*names, "05035", "Juárez, Chih.")) for _ in range(3)]

    def run(given: bytes, folder: Path) -> None:
        path = folder / "catalogue.csv"
        path.write_bytes(given)
        found = icma.read_catalogue(path)
        check_repr(found)
        for name in asked:
            try:
                demand(isinstance(found.key(name), str), "a key is no text")
            except icma.IcmamlError:
                continue

    return Case(content, run, ".csv")


def _options(chance: Chance) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if chance.happens(0.2):
        found["period"] = chance.one_of(("2024", "2024-S1", "x", ""))
    if chance.happens(0.15):
        found["decimal"] = chance.one_of((".", ","))
    if chance.happens(0.1):
        found["columns"] = chance.one_of(({"entity": "name"}, {"x": "y"}, {"entity": "zz"}))
    if chance.happens(0.1):
        found["strict"] = True
    if chance.happens(0.1):
        found["base_period"] = chance.one_of(("2023", "x"))
    return found


def assess(program: icma.Program, data: Any, options: dict[str, Any], folder: Path) -> None:
    found = icma.score(program, data, **options)
    check_assessment(found)
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 (our own bytes)
    demand(again.fingerprint == found.fingerprint, "a copy by pickle has another fingerprint")
    if not len(found.scores):
        return
    entity, period = found.scores.index[0]
    check_repr(found.explain(entity, period=period))
    if len(found.scores) > 1:
        compared = icma.benchmark(found, None)
        check_repr(compared)
        check_tables([compared.statistics, compared.positions])
        icma.write_report(compared, folder / "out.json", "es")
