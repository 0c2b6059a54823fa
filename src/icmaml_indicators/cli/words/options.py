"""What the help says of every command and argument, in Spanish and English.

An argument is found by its command and name (``"score --kind"``), else by its name alone where all commands mean the
same by it. What takes a value other than a choice has a name for it, which stands in the usage.
"""

from __future__ import annotations

from .comparing import COMPARING
from .exchange import EXCHANGE
from .option_words import (
    COLUMN,
    FILE,
    FOLDER,
    ID,
    KEY,
    NAME,
    PAIR,
    PERIOD,
    PROGRAM,
    TITLE,
    OptionWords,
    describe_option,
)
from .replication import REPLICATION
from .robustness import ROBUSTNESS


def words_of_option(command: str, name: str) -> OptionWords:
    """Return the words of an argument of a command."""
    return OPTIONS.get(f"{command} {name}") or OPTIONS[name]


OPTIONS: dict[str, OptionWords] = {
    **COMPARING,
    **EXCHANGE,
    **ROBUSTNESS,
    **REPLICATION,
    # The whole line -----------------------------------------------------------------------------------
    "--help": describe_option("muestra esta ayuda y termina", "show this help and exit"),
    "--version": describe_option("muestra la versión y termina", "show the version and exit"),
    "--language": describe_option(
        "idioma de lo que se imprime o se escribe; el del entorno, si no se da",
        "language of what is printed or written; that of the environment by default",
    ),
    "command": describe_option("ORDEN --help dice más de una", "COMMAND --help tells more of one", "ORDEN", "COMMAND"),
    # Of several commands ------------------------------------------------------------------------------
    "program": describe_option(
        "un id de los incluidos, un archivo o una carpeta", "a built-in id, a file or a folder", *PROGRAM
    ),
    "data": describe_option(
        "archivos CSV, Parquet o Excel, libros llenados, o una carpeta de ellos; - si no hay",
        "CSV, Parquet or Excel files, filled-in workbooks, or a folder of them; - for none",
        "datos",
        "data",
    ),
    "--format": describe_option("cómo se imprime; text, si no se dice", "how it is printed; text by default"),
    "--findings": describe_option(
        "escribe también los hallazgos en este archivo", "write the findings to this file as well", *FILE
    ),
    "--excel-csv": describe_option(
        "el CSV empieza con la marca por la que Excel reconoce sus acentos",
        "begin CSV with the mark by which Excel knows its accents",
    ),
    "--publish": describe_option("suprime los conteos de 1 a 4 personas", "suppress counts of persons from 1 to 4"),
    "--peers": describe_option(
        "columna de los datos que separa los grupos de comparación",
        "column of the data that parts the peer groups",
        *COLUMN,
    ),
    "--lower": describe_option(
        "el programa del que se forma éste, y sus datos; una vez por nivel, primero el más bajo",
        "the program that this one is made of, and its data; once a level, the lowest first",
        "PROGRAMA DATOS",
        "PROGRAM DATA",
    ),
    "--period": describe_option(
        "periodo de todas las filas, o de la cifra que se explica",
        "period of all rows, or of the figure to explain",
        *PERIOD,
    ),
    "--decimal": describe_option(
        "signo decimal de las cifras escritas como texto", "decimal mark of figures written as text"
    ),
    "--encoding": describe_option(
        "codificación de un archivo de texto, por ejemplo cp850; por sus letras, si no se da",
        "encoding of a text file, for example cp850; by its letters by default",
        "CODIFICACIÓN",
        "ENCODING",
    ),
    "--sheet": describe_option(
        "qué hoja de un libro; si no se da, la primera en que hay encabezados",
        "which sheet of a workbook; the first in which headings are found by default",
        "HOJA",
        "SHEET",
    ),
    "--map": describe_option(
        "mapa de columnas con el que se lee un archivo público: un id incluido (vea list) o un archivo",
        "column map by which a public file is read: a built-in id (see list) or a file",
        "MAPA",
        "MAP",
    ),
    "--column": describe_option(
        "qué columna es la entidad, el periodo, el nombre, … o lleva una variable",
        "which column is the entity, period, name, … or holds a variable",
        *PAIR,
    ),
    "--period-rule": describe_option(
        'cómo se escriben los periodos, por ejemplo "{year}-CP={year}" o "{n}T{year}={year}-Q{n}"',
        'how periods are written, for example "{year}-CP={year}" or "{n}T{year}={year}-Q{n}"',
        "ESCRITO=PERIODO",
        "WRITTEN=PERIOD",
    ),
    "--years": describe_option(
        "las columnas son periodos: qué llevan, o `variable`",
        "columns are periods: what they hold, or `variable`",
        "VARIABLE",
        "VARIABLE",
    ),
    "--base-period": describe_option(
        "califica todos los periodos con los límites de éste", "score all periods on the bounds of this one", *PERIOD
    ),
    "--catalogue": describe_option(
        "catálogo de municipios del INEGI (CSV o Excel), para nombres y pares; otros archivos se le unen",
        "INEGI's catalogue of municipalities (CSV or Excel), for names and peers; further files are joined to it",
        *FILE,
    ),
    "--strict": describe_option("rechaza los datos si tienen algún error", "refuse data with any error"),
    "--quiet": describe_option("no imprime ni avance ni resumen", "print no progress and no summary"),
    "--entity": describe_option("clave o nombre de quién es la cifra", "key or name of whose figure it is", *KEY),
    "--node": describe_option(
        "id de un área o un indicador; el total, si no se da",
        "id of an area or an indicator; the total by default",
        *ID,
    ),
    # list, show, validate, rule, schema ---------------------------------------------------------------
    "show node": describe_option(
        "id de un área, un indicador o una variable", "id of an area, an indicator or a variable", "nodo", "node"
    ),
    "show --output": describe_option(
        "escribe ahí la nota técnica del programa (.html, .pdf)",
        "write the technical note of the program there (.html, .pdf)",
        *FILE,
    ),
    "validate paths": describe_option(
        "archivos o carpetas; los programas incluidos, si no se dan",
        "files or folders; the built-in programs by default",
        "RUTA",
        "PATH",
    ),
    "validate --format": describe_option(
        "text, si no se dice; github en GitHub Actions", "text by default, github in GitHub Actions"
    ),
    "validate --output": describe_option(
        "escribe ahí lo que se encuentra, en vez de imprimirlo",
        "write what is found there instead of printing it",
        *FILE,
    ),
    "validate --strict": describe_option("trata los avisos como errores", "treat warnings as errors"),
    "validate --fix": describe_option("corrige lo mecánico y después revisa", "mend what is mechanical, then check"),
    "validate --diff": describe_option(
        "muestra lo que --fix cambiaría; no escribe nada", "show what --fix would change; write nothing"
    ),
    "validate --unsafe-fixes": describe_option(
        "corrige también lo que puede cambiar el sentido", "mend also what may change a meaning"
    ),
    "validate --coverage": describe_option(
        "imprime qué caminos no recorre ningún ejemplo", "print which paths no example reaches"
    ),
    "validate --min-coverage": describe_option(
        "la parte de los caminos que los ejemplos deben recorrer",
        "the share of paths that examples must reach",
        "PORCENTAJE",
        "PERCENT",
    ),
    "validate --severity": describe_option(
        "error, warning, info u off, para una regla; se puede repetir",
        "error, warning, info or off, for one rule; may be repeated",
        "CÓDIGO=SEVERIDAD",
        "CODE=LEVEL",
    ),
    "validate --cache-dir": describe_option(
        "dónde guardar lo que se sabe de programas que no cambian",
        "where to keep what is known of unchanged programs",
        *FOLDER,
    ),
    "validate --no-cache": describe_option("revisa todo de nuevo", "check everything anew"),
    "rule codes": describe_option(
        "por ejemplo IND226; todos los nombres, si no se da",
        "for example IND226; all names by default",
        "CÓDIGO",
        "CODE",
    ),
    "rule --all": describe_option("toda la referencia, como Markdown", "the whole reference, as Markdown"),
    "schema --map": describe_option("de los mapas de columnas", "of column maps"),
    "schema --part": describe_option("de los archivos de parte de una carpeta", "of the part files of a folder"),
    # new, template ------------------------------------------------------------------------------------
    "new what": describe_option("qué se empieza", "what is begun", "program|indicator", "program|indicator"),
    "id": describe_option("minúsculas, cifras y guion bajo", "lower-case letters, digits and underscore", "id", "id"),
    "new program --kind": describe_option(
        "qué define; indicators, si no se dice", "what it defines; indicators by default"
    ),
    "new program --entity": describe_option("de quién son las cifras", "whose figures they are"),
    "new program --period": describe_option(
        "cada cuándo hay cifras; year, si no se dice", "how often there are figures; year by default"
    ),
    "new program --output": describe_option(
        "el archivo que se escribe, que no debe existir; ID.yaml, si no se da",
        "the file to write, which must not exist; ID.yaml by default",
        *FILE,
    ),
    "--title-es": describe_option(
        "título en español; por traducir, si no se da", "title in Spanish; to be translated by default", *TITLE
    ),
    "--title-en": describe_option(
        "título en inglés; el id, si no se da", "title in English; made from the id by default", *TITLE
    ),
    "new indicator --in": describe_option(
        "el archivo de un spec, o un archivo de parte", "the file of a spec, or a part file", "RUTA", "PATH"
    ),
    "new indicator --group": describe_option(
        "el grupo en que se inserta; si no se da, lo alto del árbol o su único grupo",
        "the group to insert it in; the top of the tree, or its only group, by default",
        *ID,
    ),
    "new indicator --formula": describe_option(
        "por ejemplo 'part / whole * 100'; sin ella, es la variable ID_value",
        "for example 'part / whole * 100'; without one, it is the variable ID_value",
        "FÓRMULA",
        "FORMULA",
    ),
    "new indicator --direction": describe_option(
        "qué es mejor: más (higher, si no se dice), menos, o ninguno",
        "what is better: more (higher, by default), less, or neither",
    ),
    "template --output": describe_option(".csv, .xlsx, .json o .parquet", ".csv, .xlsx, .json or .parquet", *FILE),
    "template --layout": describe_option(
        "una fila por variable (long, si no se dice) o una columna", "a line a variable (long, by default), or a column"
    ),
    "template --entity": describe_option(
        "clave del municipio, que va ya escrita", "key of the municipality, filled in beforehand", *KEY
    ),
    "template --period": describe_option("periodo, que va ya escrito", "period, filled in beforehand", *PERIOD),
    # score --------------------------------------------------------------------------------------------
    "score --output": describe_option(
        ".csv, .xlsx, .json, .parquet, y .html o .pdf de una rúbrica; si no se da, se imprime",
        ".csv, .xlsx, .json, .parquet, .html or .pdf of a rubric; printed by default",
        *FILE,
    ),
    "score --kind": describe_option(
        "qué muestra una página: las respuestas de --own", "what a page shows: the answers of --own"
    ),
    "score --own": describe_option(
        "de quién es la página; puede faltar si los datos son de uno solo, y repetirse si -o es una carpeta",
        "whose page; may be left out where the data holds one alone, and be repeated where -o is a folder",
        *KEY,
    ),
    # targets, projects --------------------------------------------------------------------------------
    "targets data": describe_option(
        "archivo CSV, Parquet o Excel, una fila por indicador (en un periodo)",
        "CSV, Parquet or Excel file, one line an indicator (in a period)",
        "datos",
        "data",
    ),
    "targets --kind": describe_option(
        "matriz de indicadores (MIR; si no se dice) o plan de desarrollo",
        "matrix of indicators (MIR; by default) or development plan",
    ),
    "targets --term": describe_option(
        "primer y último mes de la administración, para el avance",
        "first and last month of the administration, for the pace",
        "DESDE,HASTA",
        "FROM,TO",
    ),
    "targets --column": describe_option(
        "qué columna es la meta, el resultado, …", "which column is the target, the result, …", *PAIR
    ),
    "targets --own": describe_option(
        "con .html: qué municipio, programa o plan de la tabla",
        "with .html: which municipality, program or plan of the table",
        *NAME,
    ),
    "targets --period": describe_option(
        "con .html: si no se da, el último con resultados", "with .html: the latest with a result by default", *PERIOD
    ),
    "targets --output": describe_option(
        ".html, .pdf, o .xlsx con todas las tablas; otros llevan la primera; si no se da, se imprime un resumen",
        ".html, .pdf, or .xlsx with every table; others hold the first; a summary is printed by default",
        *FILE,
    ),
    "projects data": describe_option(
        "archivo CSV, Parquet o Excel: proyecto, año o fecha, beneficio y costo, o flujo",
        "CSV, Parquet or Excel file: project, year or date, benefit and cost, or flow",
        "datos",
        "data",
    ),
    "projects --rate": describe_option(
        "tasa de descuento al año (0.10)", "discount rate a year (0.10)", "TASA", "RATE"
    ),
    "projects --budget": describe_option(
        "elige lo que cabe; el costo es el valor presente de todos los costos",
        "choose what fits; the cost is the present value of all costs",
        "MONTO",
        "AMOUNT",
    ),
    "projects --column": describe_option(
        "qué columna es el proyecto, el año, el beneficio, …",
        "which column is the project, the year, the benefit, …",
        *PAIR,
    ),
    "projects --output": describe_option(
        ".html, .pdf, o .xlsx con todas las tablas; otros llevan la primera; si no se da, se imprime un resumen",
        ".html, .pdf, or .xlsx with every table; others hold the first; a summary is printed by default",
        *FILE,
    ),
    # models -------------------------------------------------------------------------------------------
    "models --output": describe_option(
        ".csv, .xlsx o .parquet con el lugar de cada entidad en cada modelo; si no se da, se muestra cuánto coinciden",
        ".csv, .xlsx or .parquet with the rank of each entity under each model; how far they agree is shown by default",
        *FILE,
    ),
    # round, check-data --------------------------------------------------------------------------------
    "round --period": describe_option("el periodo que se cierra", "the period that is being closed", *PERIOD),
    "round --expected": describe_option(
        "quién debe entregar: un catálogo o una tabla con claves; si no se da, quien haya entregado",
        "who is to hand in: a catalogue or a table with keys; whoever has handed in by default",
        *FILE,
    ),
    "round --register": describe_option(
        "registro de los archivos: archivo, recibido, sustituye, clave",
        "register of the files: file, received, supersedes, entity",
        *FILE,
    ),
    "round --least-share": describe_option(
        "porcentaje de los datos que basta contestar; 100, si no se dice",
        "percentage of the inputs that it is enough to answer; 100 by default",
        "PORCENTAJE",
        "PERCENT",
    ),
    "round --final": describe_option(
        "declara definitivos los resultados; se rechaza si alguien no está listo",
        "declare the results final; refused while anybody is not ready",
    ),
    "round --peers": describe_option(
        "entre quiénes se comparan los lugares de antes y de ahora",
        "among whom places before and now are compared",
        *COLUMN,
    ),
    "round --output": describe_option(
        ".xlsx con todas las tablas; .csv, .parquet o .json con la de municipios; si no se da, se muestra",
        ".xlsx with all tables; .csv, .parquet or .json with that of municipalities; shown on screen by default",
        *FILE,
    ),
    "check-data --period": describe_option(
        "el periodo que se cierra; el último de los datos, si no se da",
        "the period that is being closed; the latest of the data by default",
        *PERIOD,
    ),
    "check-data --output": describe_option(
        ".xlsx con una hoja por municipio; .csv, .parquet o .json; si no se da, se muestra",
        ".xlsx with a sheet a municipality; .csv, .parquet or .json; shown on screen by default",
        *FILE,
    ),
    # agreement ----------------------------------------------------------------------------------------
    "agreement first": describe_option(
        "lo que contestó la primera persona: un libro llenado, CSV, Parquet o Excel, o una carpeta de ellos",
        "what the first evaluator answered: a filled-in workbook, CSV, Parquet or Excel, or a folder of them",
        "PRIMERA",
        "FIRST",
    ),
    "agreement second": describe_option(
        "lo que contestó la segunda", "what the second evaluator answered", "SEGUNDA", "SECOND"
    ),
    "agreement --settled": describe_option(
        "lo que se acordó: el libro que escribe -o, llenado, o una tabla (clave, periodo, criterio, acordada, …)",
        "what was agreed: the workbook that -o writes, filled in, or a table (entity, period, criterion, agreed, …)",
        *FILE,
    ),
    "agreement --period": describe_option("periodo de todas las filas", "period of all rows", *PERIOD),
    "agreement --output": describe_option(
        ".xlsx para acordar, con todas las tablas; .csv, .parquet o .json con el acuerdo por bloque; si no se da, "
        "se muestra",
        ".xlsx to settle the rest in, with all tables; .csv, .parquet or .json with the agreement by block; shown on "
        "screen by default",
        *FILE,
    ),
    # municipalities, diff, demo -----------------------------------------------------------------------
    "municipalities names": describe_option(
        'un nombre o una clave; puede seguir un estado: "Juárez, Chih."',
        'a name or key; a state may follow: "Juárez, Chih."',
        *NAME,
    ),
    "municipalities --state": describe_option(
        "estado de todos ellos: clave, nombre o abreviatura",
        "state of all of them: key, name or abbreviation",
        "ESTADO",
        "STATE",
    ),
    "municipalities --country": describe_option("de qué país son los municipios (MX)", "whose municipalities (MX)"),
    "municipalities --column": describe_option(
        "qué columna del catálogo es la clave, el nombre, el estado, la población, …",
        "which column is the key, the name, the state, the population, … of the catalogue",
        *PAIR,
    ),
    "diff sources": describe_option(
        "dos archivos, carpetas o programas, o REV:RUTA; o REV1 [REV2] [-- RUTA…] de un repositorio de git",
        "two files, folders or programs, or REV:PATH; or REV1 [REV2] [-- PATH…] of a git repository",
        "ANTES AHORA",
        "OLD NEW",
    ),
    "diff --data": describe_option(
        "una tabla que ambas versiones califican: quién se mueve, y cuánto",
        "a table that both versions score: who moves, and by how much",
        *FILE,
    ),
    "diff --peers": describe_option(
        "con --data: columna que separa los grupos de los lugares",
        "with --data: column that parts the peer groups for ranks",
        *COLUMN,
    ),
    "diff --period": describe_option(
        "con --data: periodo de todas las filas", "with --data: period of all rows", *PERIOD
    ),
    "diff --only-moved": describe_option(
        "con --data: deja fuera lo que no se mueve", "with --data: leave out what does not move"
    ),
    "diff --format": describe_option(
        "según el nombre del archivo, o text; github en GitHub Actions",
        "by the file's name, or text; github in GitHub Actions",
    ),
    "diff --output": describe_option(
        ".txt, .md, .json; .csv, .xlsx o .parquet para las tablas",
        ".txt, .md, .json; .csv, .xlsx or .parquet for the tables",
        *FILE,
    ),
    "demo --output": describe_option(
        "carpeta en que se escribe; demo_output, si no se da", "folder to write to; demo_output by default", *FOLDER
    ),
}
