"""What the help says of the arguments of import and export."""

from __future__ import annotations

from .option_words import COLUMN, FILE, ID, PERIOD, OptionWords, describe_option

_METHOD = ("MÉTODO", "METHOD")

# What the tables of neither tool say, and what is written.
_CALLS: dict[str, OptionWords] = {
    "--output": describe_option("el spec, que no debe existir", "the spec, which must not exist", *FILE),
    "--data-output": describe_option("escribe también la tabla de unidades", "write the table of units as well", *FILE),
    "--id": describe_option(
        "el id del programa; el código del índice, si no se da",
        "the id of the program; the code of the index by default",
        *ID,
    ),
    "--scale": describe_option(
        "la normalización: n_minmax (si no se dice), n_zscore, n_rank, n_borda, n_prank, n_dist2max, n_goalposts, "
        "n_dist2targ, o un método de los specs",
        "the normalisation: n_minmax (by default), n_zscore, n_rank, n_borda, n_prank, n_dist2max, n_goalposts, "
        "n_dist2targ, or a method of specs",
        *_METHOD,
    ),
    "--aggregation": describe_option(
        "a_amean (si no se dice), a_gmean, a_hmean, o un método de los specs; con comas, uno por nivel de abajo arriba",
        "a_amean (by default), a_gmean, a_hmean, or a method of specs; with commas one a level, the lowest first",
        *_METHOD,
    ),
    "--treatment": describe_option(
        "qTreat, o un método de los specs; ninguno, si no se dice",
        "qTreat, or a method of specs; none by default",
        *_METHOD,
    ),
    "--imputation": describe_option(
        "i_mean, i_median, i_mean_grp, i_median_grp, o un método de los specs; ninguno, si no se dice",
        "i_mean, i_median, i_mean_grp, i_median_grp, or a method of specs; none by default",
        *_METHOD,
    ),
    "--period": describe_option(
        "de cuándo son los datos, si no tienen Time", "of when the data are, where they have no Time", *PERIOD
    ),
}

EXCHANGE: dict[str, OptionWords] = {
    **{f"import {tool} {name}": words for tool in ("coinr", "coin-tool") for name, words in _CALLS.items()},
    "tool": describe_option("de qué herramienta", "of which tool", "HERRAMIENTA", "TOOL"),
    "import coinr data": describe_option(
        "la tabla iData: un renglón por unidad", "the table iData: one line a unit", *FILE
    ),
    "import coinr meta": describe_option(
        "la tabla iMeta: un renglón por columna o agregado", "the table iMeta: one line a column or aggregate", *FILE
    ),
    "import coinr --over": describe_option(
        "el grupo de unidades del que se toma lo imputado",
        "the group of units that imputed figures are taken of",
        *COLUMN,
    ),
    "export coinr data": describe_option(
        "archivos CSV, Parquet o Excel; sin ellos se escribe solo iMeta",
        "CSV, Parquet or Excel files; without them iMeta alone is written",
        "datos",
        "data",
    ),
    "export coinr --output": describe_option(
        "una carpeta (iData.csv, iMeta.csv) o un libro .xlsx",
        "a folder (iData.csv, iMeta.csv) or a workbook (.xlsx)",
        *FILE,
    ),
    "import coin-tool data": describe_option(
        "el libro, con sus hojas Database y Framework", "the workbook, with its sheets Database and Framework", *FILE
    ),
    "import coin-tool --data-output": describe_option(
        "la tabla de unidades que califica el spec", "the table of units that the spec scores", *FILE
    ),
}
