"""What the help says of every command and argument, in Spanish and English.

An argument is found by its command and name (``"score --kind"``), else by its name alone where all commands mean the
same by it. What takes a value other than a choice has a name for it, which stands in the usage.
"""

from __future__ import annotations

from typing import NamedTuple

from .commands import Pair


class OptionWords(NamedTuple):
    """What is said of an argument, and what its value is called."""

    help: Pair
    value: Pair = ("", "")


def words_of_option(command: str, name: str) -> OptionWords:
    """Return the words of an argument of a command."""
    return OPTIONS.get(f"{command} {name}") or OPTIONS[name]


def _said(es: str, en: str, value_es: str = "", value_en: str = "") -> OptionWords:
    return OptionWords((es, en), (value_es, value_en))


_FILE, _FOLDER, _NAME = ("ARCHIVO", "FILE"), ("CARPETA", "FOLDER"), ("NOMBRE", "NAME")
_KEY, _ID, _COLUMN, _PERIOD = ("CLAVE", "KEY"), ("ID", "ID"), ("COLUMNA", "COLUMN"), ("PERIODO", "PERIOD")
_TITLE, _PAIR, _NUMBER = ("TÍTULO", "TITLE"), ("PAPEL=NOMBRE", "ROLE=NAME"), ("NÚMERO", "NUMBER")
_PROGRAM = ("programa", "program")

OPTIONS: dict[str, OptionWords] = {
    # The whole line -----------------------------------------------------------------------------------
    "--help": _said("muestra esta ayuda y termina", "show this help and exit"),
    "--version": _said("muestra la versión y termina", "show the version and exit"),
    "--language": _said(
        "idioma de lo que se imprime o se escribe; el del entorno, si no se da",
        "language of what is printed or written; that of the environment by default",
    ),
    "command": _said("ORDEN --help dice más de una", "COMMAND --help tells more of one", "ORDEN", "COMMAND"),
    # Of several commands ------------------------------------------------------------------------------
    "program": _said(
        "un id de los incluidos, un archivo o una carpeta", "a built-in id, a file or a folder", *_PROGRAM
    ),
    "data": _said(
        "archivo CSV, Parquet o Excel; un libro llenado, o una carpeta de ellos; - si no hay",
        "CSV, Parquet or Excel file; a filled-in workbook, or a folder of them; - for none",
        "datos",
        "data",
    ),
    "--format": _said("cómo se imprime; text, si no se dice", "how it is printed; text by default"),
    "--findings": _said(
        "escribe también los hallazgos en este archivo", "write the findings to this file as well", *_FILE
    ),
    "--excel-csv": _said(
        "el CSV empieza con la marca por la que Excel reconoce sus acentos",
        "begin CSV with the mark by which Excel knows its accents",
    ),
    "--publish": _said("suprime los conteos de 1 a 4 personas", "suppress counts of persons from 1 to 4"),
    "--peers": _said(
        "columna de los datos que separa los grupos de comparación",
        "column of the data that parts the peer groups",
        *_COLUMN,
    ),
    "--lower": _said(
        "el programa del que se forma éste, y sus datos; una vez por nivel, primero el más bajo",
        "the program that this one is made of, and its data; once a level, the lowest first",
        "PROGRAMA DATOS",
        "PROGRAM DATA",
    ),
    "--period": _said(
        "periodo de todas las filas, o de la cifra que se explica",
        "period of all rows, or of the figure to explain",
        *_PERIOD,
    ),
    "--decimal": _said("signo decimal de las cifras escritas como texto", "decimal mark of figures written as text"),
    "--encoding": _said(
        "codificación de un archivo de texto, por ejemplo cp850; por sus letras, si no se da",
        "encoding of a text file, for example cp850; by its letters by default",
        "CODIFICACIÓN",
        "ENCODING",
    ),
    "--sheet": _said(
        "qué hoja de un libro; si no se da, la primera en que hay encabezados",
        "which sheet of a workbook; the first in which headings are found by default",
        "HOJA",
        "SHEET",
    ),
    "--map": _said(
        "mapa de columnas con el que se lee un archivo público: un id incluido (vea list) o un archivo",
        "column map by which a public file is read: a built-in id (see list) or a file",
        "MAPA",
        "MAP",
    ),
    "--column": _said(
        "qué columna es la entidad, el periodo, el nombre, … o lleva una variable",
        "which column is the entity, period, name, … or holds a variable",
        *_PAIR,
    ),
    "--period-rule": _said(
        'cómo se escriben los periodos, por ejemplo "{year}-CP={year}" o "{n}T{year}={year}-Q{n}"',
        'how periods are written, for example "{year}-CP={year}" or "{n}T{year}={year}-Q{n}"',
        "ESCRITO=PERIODO",
        "WRITTEN=PERIOD",
    ),
    "--years": _said(
        "las columnas son periodos: qué llevan, o `variable`",
        "columns are periods: what they hold, or `variable`",
        "VARIABLE",
        "VARIABLE",
    ),
    "--base-period": _said(
        "califica todos los periodos con los límites de éste", "score all periods on the bounds of this one", *_PERIOD
    ),
    "--catalogue": _said(
        "catálogo de municipios del INEGI (CSV o Excel), para nombres y pares; otros archivos se le unen",
        "INEGI's catalogue of municipalities (CSV or Excel), for names and peers; further files are joined to it",
        *_FILE,
    ),
    "--strict": _said("rechaza los datos si tienen algún error", "refuse data with any error"),
    "--quiet": _said("no imprime ni avance ni resumen", "print no progress and no summary"),
    "--entity": _said("clave o nombre de quién es la cifra", "key or name of whose figure it is", *_KEY),
    "--node": _said(
        "id de un área o un indicador; el total, si no se da",
        "id of an area or an indicator; the total by default",
        *_ID,
    ),
    # list, show, validate, rule, schema ---------------------------------------------------------------
    "show node": _said(
        "id de un área, un indicador o una variable", "id of an area, an indicator or a variable", "nodo", "node"
    ),
    "show --output": _said(
        "escribe ahí la nota técnica del programa (.html, .pdf)",
        "write the technical note of the program there (.html, .pdf)",
        *_FILE,
    ),
    "validate paths": _said(
        "archivos o carpetas; los programas incluidos, si no se dan",
        "files or folders; the built-in programs by default",
        "RUTA",
        "PATH",
    ),
    "validate --format": _said(
        "text, si no se dice; github en GitHub Actions", "text by default, github in GitHub Actions"
    ),
    "validate --output": _said(
        "escribe ahí lo que se encuentra, en vez de imprimirlo",
        "write what is found there instead of printing it",
        *_FILE,
    ),
    "validate --strict": _said("trata los avisos como errores", "treat warnings as errors"),
    "validate --fix": _said("corrige lo mecánico y después revisa", "mend what is mechanical, then check"),
    "validate --diff": _said(
        "muestra lo que --fix cambiaría; no escribe nada", "show what --fix would change; write nothing"
    ),
    "validate --unsafe-fixes": _said(
        "corrige también lo que puede cambiar el sentido", "mend also what may change a meaning"
    ),
    "validate --coverage": _said(
        "imprime qué caminos no recorre ningún ejemplo", "print which paths no example reaches"
    ),
    "validate --min-coverage": _said(
        "la parte de los caminos que los ejemplos deben recorrer",
        "the share of paths that examples must reach",
        "PORCENTAJE",
        "PERCENT",
    ),
    "validate --severity": _said(
        "error, warning, info u off, para una regla; se puede repetir",
        "error, warning, info or off, for one rule; may be repeated",
        "CÓDIGO=SEVERIDAD",
        "CODE=LEVEL",
    ),
    "validate --cache-dir": _said(
        "dónde guardar lo que se sabe de programas que no cambian",
        "where to keep what is known of unchanged programs",
        *_FOLDER,
    ),
    "validate --no-cache": _said("revisa todo de nuevo", "check everything anew"),
    "rule codes": _said(
        "por ejemplo IND226; todos los nombres, si no se da",
        "for example IND226; all names by default",
        "CÓDIGO",
        "CODE",
    ),
    "rule --all": _said("toda la referencia, como Markdown", "the whole reference, as Markdown"),
    "schema --map": _said("de los mapas de columnas", "of column maps"),
    "schema --part": _said("de los archivos de parte de una carpeta", "of the part files of a folder"),
    # new, template ------------------------------------------------------------------------------------
    "new what": _said("qué se empieza", "what is begun", "program|indicator", "program|indicator"),
    "id": _said("minúsculas, cifras y guion bajo", "lower-case letters, digits and underscore", "id", "id"),
    "new program --kind": _said("qué define; indicators, si no se dice", "what it defines; indicators by default"),
    "new program --entity": _said("de quién son las cifras", "whose figures they are"),
    "new program --period": _said(
        "cada cuándo hay cifras; year, si no se dice", "how often there are figures; year by default"
    ),
    "new program --output": _said(
        "el archivo que se escribe, que no debe existir; ID.yaml, si no se da",
        "the file to write, which must not exist; ID.yaml by default",
        *_FILE,
    ),
    "--title-es": _said(
        "título en español; por traducir, si no se da", "title in Spanish; to be translated by default", *_TITLE
    ),
    "--title-en": _said(
        "título en inglés; el id, si no se da", "title in English; made from the id by default", *_TITLE
    ),
    "new indicator --in": _said(
        "el archivo de un spec, o un archivo de parte", "the file of a spec, or a part file", "RUTA", "PATH"
    ),
    "new indicator --group": _said(
        "el grupo en que se inserta; si no se da, lo alto del árbol o su único grupo",
        "the group to insert it in; the top of the tree, or its only group, by default",
        *_ID,
    ),
    "new indicator --formula": _said(
        "por ejemplo 'part / whole * 100'; sin ella, es la variable ID_value",
        "for example 'part / whole * 100'; without one, it is the variable ID_value",
        "FÓRMULA",
        "FORMULA",
    ),
    "new indicator --direction": _said(
        "qué es mejor: más (higher, si no se dice), menos, o ninguno",
        "what is better: more (higher, by default), less, or neither",
    ),
    "template --output": _said(".csv, .xlsx, .json o .parquet", ".csv, .xlsx, .json or .parquet", *_FILE),
    "template --layout": _said(
        "una fila por variable (long, si no se dice) o una columna", "a line a variable (long, by default), or a column"
    ),
    "template --entity": _said(
        "clave del municipio, que va ya escrita", "key of the municipality, filled in beforehand", *_KEY
    ),
    "template --period": _said("periodo, que va ya escrito", "period, filled in beforehand", *_PERIOD),
    # score --------------------------------------------------------------------------------------------
    "score --output": _said(
        ".csv, .xlsx, .json, .parquet, y .html o .pdf de una rúbrica; si no se da, se imprime",
        ".csv, .xlsx, .json, .parquet, .html or .pdf of a rubric; printed by default",
        *_FILE,
    ),
    "score --kind": _said("qué muestra una página: las respuestas de --own", "what a page shows: the answers of --own"),
    "score --own": _said(
        "de quién es la página; puede faltar si los datos son de uno solo, y repetirse si -o es una carpeta",
        "whose page; may be left out where the data holds one alone, and be repeated where -o is a folder",
        *_KEY,
    ),
    # benchmark ----------------------------------------------------------------------------------------
    "benchmark --peers": _said(
        "una columna de los datos o del catálogo; state, region y population no la necesitan",
        "a column of the data or the catalogue; state, region and population need none",
        *_COLUMN,
    ),
    "benchmark --bands": _said(
        "grupos por tamaño: population=50000,200000",
        "groups by size: population=50000,200000",
        "VARIABLE=CORTE,CORTE…",
        "VARIABLE=CUT,CUT…",
    ),
    "benchmark --nearest": _said(
        "los más cercanos a cada uno; log:VARIABLE toma su logaritmo",
        "those nearest to each; log:VARIABLE logs it",
        "VARIABLE,…",
        "VARIABLE,…",
    ),
    "benchmark --k": _said("cuántos cercanos (20)", "how many nearest (20)", *_NUMBER),
    "benchmark --metric": _said(
        "cómo se mide la cercanía; mahalanobis, si no se dice", "how nearness is measured; mahalanobis by default"
    ),
    "benchmark --within": _said(
        "los más cercanos entre los que comparten esta columna", "nearest among those that share this column", *_COLUMN
    ),
    "benchmark --ties": _said("qué lugar tienen los empates; min, si no se dice", "the place of ties; min by default"),
    "benchmark --quantiles": _said(
        "cómo se calculan los cuantiles; linear, si no se dice", "how quantiles are worked out; linear by default"
    ),
    "benchmark --min-peers": _said(
        "no da cifras de grupos con menos valores (3)", "withhold figures of groups with fewer values (3)", *_NUMBER
    ),
    "benchmark --leave-out-self": _said(
        "cuartiles de los demás, sin uno mismo", "quartiles of the others, without oneself"
    ),
    "benchmark --output": _said(
        ".html, .pdf, .xlsx, .csv, .parquet o .json; una carpeta para una tarjeta de cada --own, o de todos; si no se "
        "da, se imprime un resumen",
        ".html, .pdf, .xlsx, .csv, .parquet or .json; a folder for a scorecard of each --own, or of all; a summary is "
        "printed by default",
        *_FILE,
    ),
    "benchmark --own": _said(
        "el municipio de quien lee, que la página marca; repetido, una tarjeta de cada uno",
        "the reader's own municipality, marked in the page; repeated, a scorecard each",
        *_KEY,
    ),
    "benchmark --kind": _said(
        "qué muestra .html: el grupo (si no se dice), o uno de --own",
        "what .html shows: the whole (by default), or one of --own",
    ),
    "benchmark --intervals": _said(
        "en la página del grupo: da los lugares con su intervalo", "of the whole: give places with their intervals"
    ),
    "benchmark --anonymise": _said("no muestra más nombre que el de --own", "show nobody's name but that of --own"),
    # explain, path ------------------------------------------------------------------------------------
    "explain --format": _said(
        "text, si no se dice, o según el nombre del archivo", "text by default, or by the file's name"
    ),
    "path --format": _said(
        "text, si no se dice, o según el nombre del archivo", "text by default, or by the file's name"
    ),
    "explain --output": _said(
        ".txt, .json, .csv, .html, .pdf, o .xlsx con fórmulas vivas",
        ".txt, .json, .csv, .html, .pdf, or .xlsx with live formulas",
        *_FILE,
    ),
    "path --to": _said(
        "el id de un nivel, quartile=1, rank=3 o score=80",
        "a level's id, quartile=1, rank=3 or score=80",
        "META",
        "TARGET",
    ),
    "path --cost": _said(
        "lo que cuesta el esfuerzo en un indicador", "what effort on an indicator costs", "ID=NÚMERO", "ID=NUMBER"
    ),
    "path --only": _said(
        "un indicador que se puede mover; los demás no", "an indicator that may move; others may not", *_ID
    ),
    "path --fixed": _said("un indicador que no se puede mover", "an indicator that may not move", *_ID),
    "path --reach": _said(
        "hasta dónde pueden llegar las cifras; best, si no se dice", "how far figures can go; best by default"
    ),
    "path --output": _said(".txt, .json, .csv, .html o .pdf", ".txt, .json, .csv, .html or .pdf", *_FILE),
    # trends -------------------------------------------------------------------------------------------
    "trends --against": _said(
        "con -o: con qué se compara cada periodo",
        "with -o: what each period is compared with",
        "year|previous|first|PERIODO",
        "year|previous|first|PERIOD",
    ),
    "trends --level": _said(
        "nivel de los intervalos de las tendencias (0.95)", "level of the intervals of trends (0.95)", *_NUMBER
    ),
    "trends --earlier": _said(
        "una edición anterior con sus datos, por ejemplo cimtra@2010=2012.csv",
        "an earlier edition with its data, for example cimtra@2010=2012.csv",
        "PROGRAMA=DATOS",
        "PROGRAM=DATA",
    ),
    "trends --output": _said(
        ".xlsx lleva todas las tablas; otros, las tendencias robustas; si no se da, se imprime un resumen",
        ".xlsx holds every table; others the robust trends; a summary is printed by default",
        *_FILE,
    ),
    # targets, projects --------------------------------------------------------------------------------
    "targets data": _said(
        "archivo CSV, Parquet o Excel, una fila por indicador (en un periodo)",
        "CSV, Parquet or Excel file, one line an indicator (in a period)",
        "datos",
        "data",
    ),
    "targets --kind": _said(
        "matriz de indicadores (MIR; si no se dice) o plan de desarrollo",
        "matrix of indicators (MIR; by default) or development plan",
    ),
    "targets --term": _said(
        "primer y último mes de la administración, para el avance",
        "first and last month of the administration, for the pace",
        "DESDE,HASTA",
        "FROM,TO",
    ),
    "targets --column": _said(
        "qué columna es la meta, el resultado, …", "which column is the target, the result, …", *_PAIR
    ),
    "targets --own": _said(
        "con .html: qué municipio, programa o plan de la tabla",
        "with .html: which municipality, program or plan of the table",
        *_NAME,
    ),
    "targets --period": _said(
        "con .html: si no se da, el último con resultados", "with .html: the latest with a result by default", *_PERIOD
    ),
    "targets --output": _said(
        ".html, .pdf, o .xlsx con todas las tablas; otros llevan la primera; si no se da, se imprime un resumen",
        ".html, .pdf, or .xlsx with every table; others hold the first; a summary is printed by default",
        *_FILE,
    ),
    "projects data": _said(
        "archivo CSV, Parquet o Excel: proyecto, año o fecha, beneficio y costo, o flujo",
        "CSV, Parquet or Excel file: project, year or date, benefit and cost, or flow",
        "datos",
        "data",
    ),
    "projects --rate": _said("tasa de descuento al año (0.10)", "discount rate a year (0.10)", "TASA", "RATE"),
    "projects --budget": _said(
        "elige lo que cabe; el costo es el valor presente de todos los costos",
        "choose what fits; the cost is the present value of all costs",
        "MONTO",
        "AMOUNT",
    ),
    "projects --column": _said(
        "qué columna es el proyecto, el año, el beneficio, …",
        "which column is the project, the year, the benefit, …",
        *_PAIR,
    ),
    "projects --output": _said(
        ".html, .pdf, o .xlsx con todas las tablas; otros llevan la primera; si no se da, se imprime un resumen",
        ".html, .pdf, or .xlsx with every table; others hold the first; a summary is printed by default",
        *_FILE,
    ),
    # municipalities, diff, demo -----------------------------------------------------------------------
    "municipalities names": _said(
        'un nombre o una clave; puede seguir un estado: "Juárez, Chih."',
        'a name or key; a state may follow: "Juárez, Chih."',
        *_NAME,
    ),
    "municipalities --state": _said(
        "estado de todos ellos: clave, nombre o abreviatura",
        "state of all of them: key, name or abbreviation",
        "ESTADO",
        "STATE",
    ),
    "municipalities --country": _said("de qué país son los municipios (MX)", "whose municipalities (MX)"),
    "municipalities --column": _said(
        "qué columna del catálogo es la clave, el nombre, el estado, la población, …",
        "which column is the key, the name, the state, the population, … of the catalogue",
        *_PAIR,
    ),
    "diff sources": _said(
        "dos archivos, carpetas o programas, o REV:RUTA; o REV1 [REV2] [-- RUTA…] de un repositorio de git",
        "two files, folders or programs, or REV:PATH; or REV1 [REV2] [-- PATH…] of a git repository",
        "ANTES AHORA",
        "OLD NEW",
    ),
    "diff --data": _said(
        "una tabla que ambas versiones califican: quién se mueve, y cuánto",
        "a table that both versions score: who moves, and by how much",
        *_FILE,
    ),
    "diff --peers": _said(
        "con --data: columna que separa los grupos de los lugares",
        "with --data: column that parts the peer groups for ranks",
        *_COLUMN,
    ),
    "diff --period": _said("con --data: periodo de todas las filas", "with --data: period of all rows", *_PERIOD),
    "diff --only-moved": _said(
        "con --data: deja fuera lo que no se mueve", "with --data: leave out what does not move"
    ),
    "diff --format": _said(
        "según el nombre del archivo, o text; github en GitHub Actions",
        "by the file's name, or text; github in GitHub Actions",
    ),
    "diff --output": _said(
        ".txt, .md, .json; .csv, .xlsx o .parquet para las tablas",
        ".txt, .md, .json; .csv, .xlsx or .parquet for the tables",
        *_FILE,
    ),
    "demo --output": _said(
        "carpeta en que se escribe; demo_output, si no se da", "folder to write to; demo_output by default", *_FOLDER
    ),
}
