"""Faults of specs as text, as YAML, as folders of files, and in their keys."""

from __future__ import annotations

from ..message import Message, Page, doubt, fault
from .samples import COMPARISONS, INDICATORS, RUBRIC, SHORTEST

_RATE = "        range: [0, 20]"
_PART = SHORTEST[SHORTEST.index("variables:") :]
_MAIN = SHORTEST[: SHORTEST.index("variables:")]

MESSAGES: dict[str, Message] = {
    "IND141": fault(
        "requiere la biblioteca ≥ {needed}; esta es la {own}",
        "needs library ≥ {needed}; this one is {own}",
        Page(
            "later-language",
            "Finds a spec that `needs` a later version of the library, and says nothing else of it.",
            "Its keys may be of a later language: they are not misspelt.",
            "spec: 1",
            'spec: 1\nneeds: "99.0"',
            INDICATORS,
            "Update the library.",
        ),
    ),
    "IND142": fault(
        '`{given}` no es una versión de la biblioteca, como "0.2"',
        '`{given}` is no version of the library, such as "0.2"',
        Page(
            "library-version",
            "Finds a `needs` that is no version.",
            "Nobody could tell which library reads the spec.",
            'spec: 1\nneeds: "0.1"',
            'spec: 1\nneeds: ">=0.1"',
            INDICATORS.replace("spec: 1", 'spec: 1\nneeds: "0.1"', 1),
        ),
    ),
    "IND101": fault(
        "el archivo no es YAML válido: {problem_es}",
        "the file is not valid YAML: {problem_en}",
        Page(
            "invalid-yaml",
            "Finds text that is not YAML.",
            "Nothing of the file can be read.",
            _RATE,
            "        range: [0, 20",
            INDICATORS,
        ),
    ),
    "IND102": fault(
        "la clave `{key}` se repite; ya aparece en la línea {first}",
        "key `{key}` is repeated; it stands on line {first} already",
        Page(
            "repeated-key",
            "Finds a key that stands twice in one mapping.",
            "YAML readers keep the last value and drop the first without a word.",
            "        direction: higher\n        improves_with",
            "        direction: higher\n        direction: lower\n        improves_with",
            INDICATORS,
        ),
    ),
    "IND103": fault(
        "las anclas y los alias de YAML (`{name}`) no se admiten; escriba el valor completo",
        "YAML anchors and aliases (`{name}`) are not allowed; write the value out",
        Page(
            "alias",
            "Finds YAML anchors (`&a`) and aliases (`*a`).",
            "A small file with aliases can grow without limit, and a reader has to look elsewhere for what a line says.",
            _RATE,
            "        range: &plausible [0, 20]",
            INDICATORS,
            instead="Write the value out; provenances and tables of criteria that several share have keys of their own.",
        ),
    ),
    "IND104": fault(
        "clave desconocida `{key}`",
        "unknown key `{key}`",
        Page(
            "unknown-key",
            "Finds a key that the spec language does not have.",
            "A misspelt key that is passed over changes results in silence.",
            "        direction: higher\n        improves_with",
            "        direccion: higher\n        improves_with",
            INDICATORS,
        ),
    ),
    "IND105": fault(
        "falta la clave `{key}`",
        "key `{key}` is missing",
        Page(
            "missing-key",
            "Finds a key that must be there and is not: a title without Spanish or English, an indicator without direction.",
            "What is not said would have to be guessed.",
            "    title: {es: Seguridad, en: Safety}",
            "    title: {es: Seguridad}",
            INDICATORS,
        ),
    ),
    "IND106": fault(
        "`{key}` debe ser {wanted_es}, no {given}",
        "`{key}` must be {wanted_en}, not {given}",
        Page(
            "wrong-type",
            "Finds a value of another kind than the key takes.",
            "It cannot be used, and converting it would be a guess.",
            "    type: integer\n    range: [1, null]",
            "    type: integer\n    range: from one",
            INDICATORS,
        ),
    ),
    "IND107": fault(
        "`{given}` no es un valor válido de `{key}`",
        "`{given}` is not a valid `{key}`",
        Page(
            "unknown-choice",
            "Finds a value that is not one of those that the key takes.",
            "It cannot be used.",
            "        direction: higher\n        improves_with",
            "        direction: up\n        improves_with",
            INDICATORS,
        ),
    ),
    "IND108": fault(
        "el archivo tiene {size} bytes; el máximo es {limit}",
        "the file has {size} bytes; the limit is {limit}",
        Page(
            "file-too-large",
            "Finds a file of more than 1,000,000 bytes.",
            "Specs come from many hands; limits keep a hostile or broken file from taking the machine.",
            instead="Part the program into a folder of files (`parts`).",
        ),
    ),
    "IND109": fault(
        "anidado a más de {limit} niveles de profundidad",
        "nested more than {limit} levels deep",
        Page(
            "nested-too-deep",
            "Finds lists and mappings nested more than 24 levels deep.",
            "No program needs it, and readers that recurse would crash.",
            _RATE,
            f"        range: {'[' * 30}{']' * 30}",
            INDICATORS,
        ),
    ),
    "IND110": fault(
        "el archivo no figura en `parts` de {program}",
        "the file is not listed under `parts` of {program}",
        Page(
            "part-not-listed",
            "Finds a YAML file in a program's folder that `parts` does not list.",
            "It looks as if it were part of the program and is not.",
            good_files={"program.yaml": _MAIN + "parts: [safety.yaml]\n", "safety.yaml": _PART},
            bad_files={
                "program.yaml": _MAIN + "parts: [safety.yaml]\n",
                "safety.yaml": _PART,
                "safety_old.yaml": _PART,
            },
        ),
    ),
    "IND111": fault(
        "no existe la parte `{part}`",
        "there is no part `{part}`",
        Page(
            "no-such-part",
            "Finds a part that is listed and does not exist, or leads out of the folder.",
            "Its indicators would be missing without a word.",
            good_files={"program.yaml": _MAIN + "parts: [safety.yaml]\n", "safety.yaml": _PART},
            bad_files={"program.yaml": _MAIN + "parts: [safty.yaml]\n", "safety.yaml": _PART},
        ),
    ),
    "IND112": fault(
        "el archivo está vacío",
        "the file is empty",
        Page(
            "empty-file",
            "Finds a file without any content.",
            "A program that was emptied by mistake is not a program without indicators.",
            good_files={"sample.yaml": SHORTEST},
            bad_files={"sample.yaml": "# to be written\n"},
        ),
    ),
    "IND113": fault(
        "el archivo no es texto UTF-8 válido",
        "the file is not valid UTF-8 text",
        Page(
            "not-utf8",
            "Finds a file that is not UTF-8 text.",
            "Accents would turn into other letters.",
            instead="Save the file as UTF-8.",
        ),
    ),
    "IND114": fault(
        "`{key}` debe ser un número; `{given}` se lee como texto: escriba {mend}",
        "`{key}` must be a number; `{given}` reads as text: write {mend}",
        Page(
            "number-as-text",
            "Finds a number written so that YAML reads a text: leading zeros, thousands marks, quotes.",
            "Readers disagree: some take `012` for ten.",
            _RATE,
            "        range: [0, 1_000]",
            INDICATORS,
        ),
    ),
    "IND115": fault(
        "`{given}` no sirve como identificador: use minúsculas, dígitos y guion bajo, sin palabras reservadas",
        "`{given}` cannot be an id: use lower case, digits and underscore, and no reserved word",
        Page(
            "bad-id",
            "Finds an id that breaks the convention: lower case, digits and underscore, first a letter, and no word that "
            "formulas use for themselves (`min`, `sum`, `total` …).",
            "Ids stand in formulas, columns and file names; a formula could not tell an id `min` from the function.",
            "      - id: police_rate",
            "      - id: PoliceRate",
            INDICATORS,
        ),
    ),
    "IND116": fault(
        "no se puede leer: {problem}",
        "cannot be read: {problem}",
        Page(
            "unreadable-file",
            "Finds a file that the system does not let us read.",
            "It cannot be checked.",
            instead="Look at its permissions and at the spelling of its path.",
        ),
    ),
    "IND117": fault(
        "el archivo tiene más de {limit} elementos",
        "the file has more than {limit} elements",
        Page(
            "too-many-elements",
            "Finds a file with more than 200,000 elements.",
            "Specs come from many hands; limits keep a hostile or broken file from taking the machine.",
            instead="Part the program into a folder of files (`parts`).",
        ),
    ),
    "IND118": fault(
        "la etiqueta YAML `{tag}` no se admite",
        "YAML tag `{tag}` is not allowed",
        Page(
            "yaml-tag",
            "Finds YAML tags such as `!!python/object`.",
            "Tags ask the reader to build objects; specs are data and nothing else.",
            _RATE,
            "        range: !!set [0, 20]",
            INDICATORS,
        ),
    ),
    "IND119": fault(
        "la clave debe ser un texto simple",
        "a key must be plain text",
        Page(
            "key-is-no-text",
            "Finds a list or mapping in the place of a key.",
            "No key of the spec language looks so.",
            _RATE,
            "        ? [range]\n        : [0, 20]",
            INDICATORS,
        ),
    ),
    "IND120": fault(
        "la carpeta no contiene ningún programa (program.yaml ni archivos con `spec: 1`)",
        "the folder holds no program (no program.yaml and no file with `spec: 1`)",
        Page(
            "no-program",
            "Finds a folder without any program.",
            "Validating nothing and reporting success would hide a wrong path.",
            good_files={"sample.yaml": SHORTEST},
            bad_files={},
        ),
    ),
    "IND121": doubt(
        "warning",
        "el archivo no es un spec; se ignora",
        "the file is not a spec; it is ignored",
        Page(
            "not-a-spec",
            "Finds files of other kinds among the specs.",
            "Nothing is passed over in silence.",
            good_files={"sample.yaml": SHORTEST},
            bad_files={"sample.yaml": SHORTEST, "notes.txt": "To do: ask for the figures.\n"},
        ),
    ),
    "IND123": fault(
        "la lista no puede estar vacía",
        "the list cannot be empty",
        Page(
            "empty-list",
            "Finds a list without items where at least one is needed.",
            "A group without children has no score.",
            "    criteria: steps",
            "    children: []",
            RUBRIC,
        ),
    ),
    "IND124": fault(
        "no existe la tabla `{name}`",
        "there is no table `{name}`",
        Page(
            "no-such-table",
            "Finds a group that takes its criteria from a table that does not exist.",
            "Its criteria would be missing.",
            "    criteria: steps",
            "    criteria: stepz",
            RUBRIC,
        ),
    ),
    "IND125": fault(
        "la fila tiene {given} celdas; la tabla tiene {wanted} columnas",
        "the row has {given} cells; the table has {wanted} columns",
        Page(
            "row-does-not-fit",
            "Finds a row with more or fewer cells than the table has columns.",
            "The cells after a missing one would slide into the wrong columns.",
            "        - [law, Hay reglamento, There is a by-law, 60, base]",
            "        - [law, Hay reglamento, There is a by-law, 60, base, 1]",
            RUBRIC,
        ),
    ),
    "IND126": fault(
        "no es un archivo común sino una tubería o un dispositivo; no se lee",
        "this is no regular file but a pipe or a device; it is not read",
        Page(
            "no-regular-file",
            "Finds a pipe, a device or a socket in the place of a file.",
            "Reading it may never end.",
            instead="Write the spec to a file.",
        ),
    ),
    "IND127": fault(
        "es un enlace simbólico que lleva fuera de {folder}; no se lee",
        "this is a symbolic link that leads out of {folder}; it is not read",
        Page(
            "link-out-of-the-folder",
            "Finds symbolic links that lead out of the folder of the specs, and a configuration file that is one out of its "
            "own folder; nothing is read through them.",
            "Excerpts of a file that is none of the specs would be printed: in checks of foreign changes, a leak.",
            instead="Put the file itself into the folder, or name the link by its own path.",
        ),
    ),
    "IND128": fault(
        "nada usa la columna `{key}`",
        "nothing uses the column `{key}`",
        Page(
            "idle-column",
            "Finds a column of a table that is no key of what its rows become, that what they share does not name as "
            "`<column>`, or that stands there twice.",
            "Its cells would be passed over in silence.",
            "      columns: [key, es, en, points, role]",
            "      columns: [key, es, en, points, rank]",
            RUBRIC,
        ),
    ),
    "IND129": fault(
        "la tabla no tiene la columna `{name}`",
        "the table has no column `{name}`",
        Page(
            "no-such-column",
            "Finds a name in angle brackets, in what the rows of a table share, that none of its columns has.",
            "There is no cell to put in its place.",
            "      note: {es: Vale <points>., en: Worth <points>.}",
            "      note: {es: Vale <pionts>., en: Worth <points>.}",
            RUBRIC,
        ),
    ),
    "IND130": fault(
        "`{key}` es de la cifra que se entrega, y aquí hay una fórmula",
        "`{key}` is of a figure handed in, and here is a formula",
        Page(
            "no-figure-handed-in",
            "Finds `type`, `kind`, `columns` or `absent` on an indicator with a formula.",
            "They speak of a figure that is handed in under the id of the indicator; a formula reads others, which have their own.",
            "        direction: higher\n        improves_with: {more: [police]}",
            "        direction: higher\n        kind: flow\n        improves_with: {more: [police]}",
            INDICATORS,
        ),
    ),
    "IND146": fault(
        "`{key}` es de la cifra que se entrega, y esta sale de otras (`{other}`)",
        "`{key}` is of a figure handed in, and this one is made of others (`{other}`)",
        Page(
            "no-variable-handed-in",
            "Finds `columns` or `absent` on a variable that is cut `of` another or made `from` a program below.",
            "Nothing is looked for in the data under its name.",
            "type: category, of: income, options",
            "type: category, of: income, columns: [TAMLOC], options",
            COMPARISONS,
        ),
    ),
    "IND131": fault(
        "`{key}` está también en `total`; déjela en un solo lugar",
        "`{key}` stands in `total` as well; keep it in one place",
        Page(
            "total-twice",
            "Finds a key of the total both in `total` and beside it.",
            "Which of the two is meant would have to be guessed.",
            "total:\n  levels:\n",
            "levels: []\ntotal:\n  levels:\n",
            RUBRIC,
        ),
    ),
    "IND132": doubt(
        "info",
        "del total: {keys}; su lugar es `total`",
        "of the total: {keys}; their place is `total`",
        Page(
            "keys-of-the-total",
            "Finds keys of the group at the top that stand beside `total`, where defaults of other nodes stand. `--fix` moves them.",
            "What stands beside `scale`, `missing` and `rounding` looks like a default, and no other group takes it over.",
            "  gates:\n    - {requires: rules_law, max_level: low}\n",
            "gates:\n  - {requires: rules_law, max_level: low}\n",
            RUBRIC,
        ),
    ),
    "IND133": doubt(
        "info",
        "`missing` de `{id}` toma el lugar de la del programa y deja sin efecto {dropped}",
        "`missing` of `{id}` takes the place of the program's and drops {dropped}",
        Page(
            "policy-dropped",
            "Finds a group with a `missing` of its own that leaves out what the program says of a reason.",
            "A policy takes the place of another as a whole: what it leaves out is the default of the language.",
            "    points: 50\n    criteria: steps\n",
            "    points: 50\n    criteria: steps\n    missing: {not_reported: skip}\n",
            RUBRIC,
            instead="Repeat what shall hold here as well.",
        ),
    ),
}
