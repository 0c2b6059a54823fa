"""What cannot be done at all."""

from __future__ import annotations

from .message import Message, error

MESSAGES: dict[str, Message] = {
    # What cannot be done at all --------------------------------------------------------------------------
    "IND496": error(
        "`{name}` debe ser de la clase {expected}, no {given}", "`{name}` must be of the kind {expected}, not {given}"
    ),
    "IND497": error(
        "{path}: es también lo que se lee ({given}); escriba en otro archivo",
        "{path}: is also what is read ({given}); write to another file",
    ),
    "IND498": error(
        "no alcanza la memoria{limit}: {needs}",
        "out of memory{limit}: {needs}",
    ),
    "IND501": error("los datos no tienen filas", "the data holds no rows"),
    "IND502": error("la columna `{column}` aparece más de una vez", "column `{column}` appears more than once"),
    "IND503": error(
        "los datos no contienen ninguna variable de `{program}` (se esperaban: {expected})",
        "the data holds no variable of `{program}` (expected: {expected})",
    ),
    "IND504": error("{path}: no existe el archivo", "{path}: there is no such file"),
    "IND505": error(
        "{path}: no se leen archivos `{suffix}` (válidos: {valid})",
        "{path}: cannot read files of kind `{suffix}` (valid: {valid})",
    ),
    "IND506": error("{path}: no se puede leer: {problem}", "{path}: cannot be read: {problem}"),
    "IND507": error("{path}: el archivo no tiene filas", "{path}: the file holds no rows"),
    "IND508": error("{path}: el archivo está vacío", "{path}: the file is empty"),
    "IND509": error("{count} error(es) en los datos:\n{shown}", "{count} error(s) in the data:\n{shown}"),
    "IND510": error("no existe la columna `{column}`", "there is no column `{column}`"),
    "IND511": error(
        "`{role}` no es un papel de columna (válidos: {valid})", "`{role}` is no role of a column (valid: {valid})"
    ),
    "IND512": error(
        "ninguna columna da la entidad (se esperaba una de: {valid}); indíquela con columns={{'entity': …}} o --column entity=…",
        "no column gives the entity (expected one of: {valid}); name it with columns={{'entity': …}} or --column entity=…",
    ),
    "IND513": error(
        "ninguna columna da el periodo (se esperaba `period`); agréguela o indique un periodo para todas las filas",
        "no column gives the period (expected `period`); add it, or give one period for all rows",
    ),
    "IND514": error(
        "no se entiende ningún periodo; se esperaba por ejemplo 2014, 2014-S1, 2014-Q3 o 2014-06, no `{given}`",
        "no period can be read; expected for example 2014, 2014-S1, 2014-Q3 or 2014-06, not `{given}`",
    ),
    "IND515": error(
        "ninguna fila tiene a la vez entidad y periodo legibles",
        "no row has both an entity and a period that can be read",
    ),
    "IND516": error("{path}: falta llenar {role} en la celda {cell}", "{path}: {role} is not filled in at cell {cell}"),
    "IND517": error("{path}: ya no existe la hoja «{sheet}»", "{path}: sheet “{sheet}” is gone"),
    "IND518": error(
        "{path}: el libro se hizo para `{given}`, no para `{program}`",
        "{path}: the workbook was made for `{given}`, not for `{program}`",
    ),
    "IND519": error(
        "{path}: la carpeta no contiene libros llenados (.xlsx)",
        "{path}: the folder holds no filled-in workbooks (.xlsx)",
    ),
    "IND520": error("no existe {kind} `{name}` (válidos: {valid})", "there is no {kind} `{name}` (valid: {valid})"),
    "IND521": error("falta la columna `{column}` (vale: {valid})", "column `{column}` is missing (valid: {valid})"),
    "IND522": error("la clave `{given}` aparece más de una vez", "the key `{given}` appears more than once"),
    "IND523": error(
        "no se probó la mejor selección en {seconds} segundos",
        "the best choice could not be proved in {seconds} seconds",
    ),
    "IND524": error(
        "«{name}» nombra {count} municipios: {candidates}", "“{name}” names {count} municipalities: {candidates}"
    ),
    "IND525": error(
        "el catálogo no tiene claves y nombres de municipios (columnas: {found})",
        "the catalogue holds no keys and names of municipalities (columns: {found})",
    ),
    "IND530": error(
        'esto requiere el complemento `{extra}`: pip install "icmaml-indicators[{extra}]"',
        'this needs the extra `{extra}`: pip install "icmaml-indicators[{extra}]"',
    ),
    "IND540": error("--column recibe PAPEL=NOMBRE, no `{given}`", "--column takes ROLE=NAME, not `{given}`"),
    "IND541": error(
        "--bands recibe VARIABLE=CORTE,CORTE…, no `{given}`", "--bands takes VARIABLE=CUT,CUT…, not `{given}`"
    ),
    "IND545": error(
        "`--term` es PRIMER_MES,ÚLTIMO_MES, por ejemplo 2024-10,2027-09, no `{given}`",
        "`--term` is FIRST_MONTH,LAST_MONTH, for example 2024-10,2027-09, not `{given}`",
    ),
    "IND546": error("la tasa debe ser mayor que -1, no {given}", "the rate must lie above -1, not {given}"),
    "IND542": error(
        "una página HTML muestra un comparativo; escriba la evaluación como .csv, .xlsx, .parquet o .json",
        "an HTML page shows a benchmark; write an assessment as .csv, .xlsx, .parquet or .json",
    ),
    "IND543": error(
        "no se escriben archivos `{suffix}` (válidos: {valid})",
        "cannot write files of kind `{suffix}` (valid: {valid})",
    ),
    "IND580": error(
        "{name} es una falta de estructura: su severidad no se cambia",
        "{name} is a fault of structure: its severity cannot be changed",
    ),
    "IND581": error(
        "se esperaba CÓDIGO=severidad (error, warning, info u off), no `{given}`",
        "expected CODE=severity (error, warning, info or off), not `{given}`",
    ),
}
