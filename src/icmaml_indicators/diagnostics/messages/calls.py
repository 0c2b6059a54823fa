"""What cannot be done at all."""

from __future__ import annotations

from .message import Message, refusal

MESSAGES: dict[str, Message] = {
    # What a call is given -----------------------------------------------------------------------------
    "IND496": refusal(
        "`{name}` debe ser de la clase {expected}, no {given}", "`{name}` must be of the kind {expected}, not {given}"
    ),
    "IND497": refusal(
        "{path}: es también lo que se lee ({given}); escriba en otro archivo",
        "{path}: is also what is read ({given}); write to another file",
    ),
    "IND498": refusal("no alcanza la memoria{limit}: {needs}", "out of memory{limit}: {needs}"),
    "IND520": refusal("no existe {kind} `{name}` (válidos: {valid})", "there is no {kind} `{name}` (valid: {valid})"),
    "IND530": refusal(
        'esto requiere el complemento `{extra}`: pip install "icmaml-indicators[{extra}]"',
        'this needs the extra `{extra}`: pip install "icmaml-indicators[{extra}]"',
    ),
    "IND534": refusal(
        "`{program}` se forma de `{of}`, no de `{given}`", "`{program}` is made of `{of}`, not of `{given}`"
    ),
    "IND535": refusal(
        "`{program}` se forma de `{of}`: pase su resultado con `lower=` (`--lower`)",
        "`{program}` is made of `{of}`: hand over its assessment with `lower=` (`--lower`)",
    ),
    "IND536": refusal(
        "`{program}` no se forma de otro programa: `lower` no tiene uso",
        "`{program}` is made of no other program: `lower` has no use",
    ),
    "IND537": refusal("faltan los datos de `{program}`", "the data of `{program}` are missing"),
    "IND500": refusal("{name}: no es una cuenta{where}: {problem}", "{name}: is no ledger{where}: {problem}"),
    "IND584": refusal(
        "{name}: es una cuenta de esquema {given}; aquí se leen {valid}",
        "{name}: is a ledger of schema {given}; what is read here is {valid}",
    ),
    "IND538": refusal(
        "`{given}` no es una regla de periodos: escriba, por ejemplo, `{{year}}-CP` = `{{year}}` o `{{n}}T{{year}}` ="
        " `{{year}}-Q{{n}}`",
        "`{given}` is no rule of periods: write, for example, `{{year}}-CP` = `{{year}}` or `{{n}}T{{year}}` ="
        " `{{year}}-Q{{n}}`",
    ),
    "IND539": refusal(
        "con `years=` (`--years`) los periodos son encabezados: hace falta alguno (de la frecuencia del programa), y ninguna"
        " columna que dé el periodo de cada fila (hay: {found})",
        "with `years=` (`--years`) the periods are headings: there must be some (of the program's frequency), and no column"
        " that gives the period of each row (there are: {found})",
    ),
    "IND540": refusal(
        "`{given}` no es un par: --column recibe PAPEL=NOMBRE, --period-rule ESCRITO=PERIODO",
        "`{given}` is no pair: --column takes ROLE=NAME, --period-rule WRITTEN=PERIOD",
    ),
    "IND541": refusal(
        "--bands recibe VARIABLE=CORTE,CORTE…, no `{given}`", "--bands takes VARIABLE=CUT,CUT…, not `{given}`"
    ),
    "IND542": refusal(
        "de esto no hay página (HTML o PDF): las hay de un comparativo, de las respuestas a una rúbrica, de metas, de proyectos y de un programa; escríbalo como .csv, .xlsx, .parquet o .json",
        "there is no page (HTML or PDF) of this: one shows a benchmark, the answers to a rubric, targets, projects or a program; write it as .csv, .xlsx, .parquet or .json",
    ),
    "IND543": refusal(
        "no se escriben archivos `{suffix}` (válidos: {valid})",
        "cannot write files of kind `{suffix}` (valid: {valid})",
    ),
    "IND660": refusal(
        "para escribir PDF falta una biblioteca del sistema ({problem}): en Debian o Ubuntu, apt-get install libpango-1.0-0"
        " libpangoft2-1.0-0 libharfbuzz-subset0",
        "writing PDF needs a library of the system that is missing ({problem}): on Debian or Ubuntu, apt-get install"
        " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    ),
    "IND661": refusal(
        "hay varios grupos de comparación: diga cuál con `peers=`, o de quién con `own=` (grupos: {valid})",
        "there are several peer groups: tell which by `peers=`, or whose by `own=` (groups: {valid})",
    ),
    "IND663": refusal(
        "`{program}` se forma de `{of}`: suprima primero los conteos de éste y califique aquél con lo que queda",
        "`{program}` is made of `{of}`: suppress the counts of that first, and score this one on what is left",
    ),
    "IND664": refusal(
        "solo un comparativo o una evaluación se publica sin conteos pequeños",
        "only a benchmark or an assessment is published without small counts",
    ),
    "IND690": refusal("argumentos que no se conocen: {given}", "unknown arguments: {given}"),
    "IND691": refusal(
        "`{given}` no es un número: escriba, por ejemplo, 1500000, 1,500,000, 1_500_000 o 0.08",
        "`{given}` is no number: write, for example, 1500000, 1,500,000, 1_500_000 or 0.08",
    ),
    "IND692": refusal(
        "`{given}` se puede leer de dos modos: escriba `{whole}` o `{decimal}`",
        "`{given}` can be read in two ways: write `{whole}` or `{decimal}`",
    ),
    "IND693": refusal("se esperaba {wanted}, no `{given}`", "expected {wanted}, not `{given}`"),
    "IND694": refusal(
        "en --bands, `{given}` puede ser miles o varios cortes: escriba los miles sin coma (50000 o 50_000), o separe los"
        " cortes con punto y coma ('100;200')",
        "in --bands, `{given}` may be thousands or several cuts: write thousands without a comma (50000 or 50_000), or part"
        " the cuts by semicolons ('100;200')",
    ),
    "IND545": refusal(
        "`--term` es PRIMER_MES,ÚLTIMO_MES, por ejemplo 2024-10,2027-09, no `{given}`",
        "`--term` is FIRST_MONTH,LAST_MONTH, for example 2024-10,2027-09, not `{given}`",
    ),
    "IND546": refusal("la tasa debe ser mayor que -1, no {given}", "the rate must lie above -1, not {given}"),
    "IND580": refusal(
        "{name} es una falta de estructura: su severidad no se cambia",
        "{name} is a fault of structure: its severity cannot be changed",
    ),
    "IND581": refusal(
        "se esperaba CÓDIGO=severidad (error, warning, info u off), no `{given}`",
        "expected CODE=severity (error, warning, info or off), not `{given}`",
    ),
    "IND582": refusal(
        "ninguna columna da el periodo, y hay encabezados que lo son ({found}): diga con `years=` (`--years`) qué llevan sus"
        " columnas",
        "no column gives the period, and some headings are periods ({found}): say with `years=` (`--years`) what their"
        " columns hold",
    ),
    "IND583": refusal(
        "el catálogo es de {given} y el programa de {wanted}: léalo con `country=`",
        "the catalogue is of {given} and the program of {wanted}: read it with `country=`",
    ),
    "IND585": refusal(
        "{path}: el archivo cambió mientras se corregía; no se escribió nada",
        "{path}: the file changed while it was being mended; nothing was written",
    ),
    "IND586": refusal("{path}: no se puede escribir: {problem}", "{path}: cannot be written: {problem}"),
    "IND587": refusal("`{option}` va con --fix o con --diff", "`{option}` goes with --fix or --diff"),
    "IND588": refusal(
        "para corregir hace falta la ruta de un archivo o de una carpeta, no `{given}`: los specs de la biblioteca no se cambian",
        "mending needs the path of a file or a folder, not `{given}`: the specs of the library are not changed",
    ),
    # Data as a whole ----------------------------------------------------------------------------------
    "IND477": refusal(
        "las comillas que se abren en la línea {line} no se cierran", "the quotes that open in line {line} do not close"
    ),
    "IND478": refusal(
        "los datos son {given}; se esperaba un DataFrame de pandas con una fila de encabezados, o la ruta de un archivo",
        "the data is {given}; expected a pandas DataFrame with one row of headings, or the path of a file",
    ),
    "IND501": refusal("los datos no tienen filas", "the data holds no rows"),
    "IND502": refusal("la columna `{column}` aparece más de una vez", "column `{column}` appears more than once"),
    "IND503": refusal(
        "los datos no contienen ninguna variable de `{program}` (se esperaban: {expected}; hay: {found})",
        "the data holds no variable of `{program}` (expected: {expected}; there are: {found})",
    ),
    "IND504": refusal("{path}: no existe el archivo", "{path}: there is no such file"),
    "IND505": refusal(
        "{path}: no se leen archivos `{suffix}` (válidos: {valid})",
        "{path}: cannot read files of kind `{suffix}` (valid: {valid})",
    ),
    "IND506": refusal("{path}: no se puede leer: {problem}", "{path}: cannot be read: {problem}"),
    "IND507": refusal("{path}: el archivo no tiene filas", "{path}: the file holds no rows"),
    "IND508": refusal("{path}: el archivo está vacío", "{path}: the file is empty"),
    "IND509": refusal("{count} error(es) en los datos:\n{shown}", "{count} error(s) in the data:\n{shown}"),
    "IND510": refusal("no existe la columna `{column}`", "there is no column `{column}`"),
    "IND511": refusal(
        "`{role}` no es un papel de columna (válidos: {valid})", "`{role}` is no role of a column (valid: {valid})"
    ),
    "IND512": refusal(
        "ninguna columna da la entidad (se esperaba una de: {valid}; hay: {found}); indíquela con columns={{'entity': …}} o --column entity=…",
        "no column gives the entity (expected one of: {valid}; there are: {found}); name it with columns={{'entity': …}} or --column entity=…",
    ),
    "IND513": refusal(
        "ninguna columna da el periodo (se esperaba `period`; hay: {found}); agréguela o indique un periodo para todas las filas",
        "no column gives the period (expected `period`; there are: {found}); add it, or give one period for all rows",
    ),
    "IND514": refusal(
        "no se entiende ningún periodo; se esperaba por ejemplo 2014, 2014-S1, 2014-Q3 o 2014-06, no `{given}`",
        "no period can be read; expected for example 2014, 2014-S1, 2014-Q3 or 2014-06, not `{given}`",
    ),
    "IND515": refusal(
        "ninguna fila tiene a la vez entidad y periodo legibles",
        "no row has both an entity and a period that can be read",
    ),
    "IND516": refusal(
        "{path}: falta llenar {role} en la celda {cell}", "{path}: {role} is not filled in at cell {cell}"
    ),
    "IND517": refusal("{path}: ya no existe la hoja «{sheet}»", "{path}: sheet “{sheet}” is gone"),
    "IND518": refusal(
        "{path}: el libro se hizo para `{given}`, no para `{program}`",
        "{path}: the workbook was made for `{given}`, not for `{program}`",
    ),
    "IND519": refusal(
        "{path}: ningún archivo con una tabla (vale: {valid})",
        "{path}: no file with a table (valid: {valid})",
    ),
    "IND723": refusal("el registro nombra dos veces `{file}`", "the register names `{file}` twice"),
    "IND724": refusal(
        "`{file}` no puede sustituirse dos veces: por `{first}` y por `{second}`",
        "`{file}` cannot be superseded twice: by `{first}` and by `{second}`",
    ),
    "IND725": refusal(
        "`{file}` ({date}) se recibió antes que lo que sustituye, `{older}` ({before})",
        "`{file}` ({date}) was received before what it supersedes, `{older}` ({before})",
    ),
    "IND726": refusal(
        "`{file}` se sustituiría a sí mismo por medio de otros", "`{file}` would supersede itself by way of others"
    ),
    "IND727": refusal(
        "`{subject}`: `{given}` no es una fecha; se esperaba por ejemplo 2025-07-31 o 31/07/2025",
        "`{subject}`: `{given}` is no date; expected for example 2025-07-31 or 31/07/2025",
    ),
    "IND728": refusal(
        "no puede ser definitivo: {count} de {total} no están listos: {shown}",
        "cannot be final: {count} of {total} are not ready: {shown}",
    ),
    "IND729": refusal(
        "`{program}` no tiene criterios: dos evaluadores contestan una rúbrica",
        "`{program}` has no criteria: two evaluators answer a rubric",
    ),
    "IND730": refusal(
        "{entity}, `{criterion}`: ambos contestaron `{both}`; no hay nada que acordar",
        "{entity}, `{criterion}`: both answered `{both}`; there is nothing to settle",
    ),
    "IND731": refusal("{path}: no existe la carpeta", "{path}: there is no such folder"),
    "IND732": refusal(
        "{count} respuesta(s) acordada(s) no valen para su criterio: {shown}",
        "{count} agreed answer(s) that their criterion does not take: {shown}",
    ),
    "IND733": refusal(
        "{entity}, `{criterion}`: se acordó dos veces, y no lo mismo ({places}); deje una",
        "{entity}, `{criterion}`: it was agreed twice, and not alike ({places}); leave one",
    ),
    "IND734": refusal(
        "{path}: dos columnas de la hoja «{sheet}» se llaman `{heading}`; deje una",
        "{path}: two columns of sheet “{sheet}” are called `{heading}`; leave one",
    ),
    "IND521": refusal(
        "falta la columna `{column}` (vale: {valid}; hay: {found})",
        "column `{column}` is missing (valid: {valid}; there are: {found})",
    ),
    "IND522": refusal("la clave `{given}` aparece más de una vez", "the key `{given}` appears more than once"),
    "IND523": refusal(
        "no se probó la mejor selección en {seconds} segundos",
        "the best choice could not be proved in {seconds} seconds",
    ),
    # Municipalities -----------------------------------------------------------------------------------
    "IND524": refusal(
        "«{name}» nombra {count} municipios: {candidates}", "“{name}” names {count} municipalities: {candidates}"
    ),
    "IND525": refusal(
        "el catálogo no tiene claves y nombres de municipios (columnas: {found})",
        "the catalogue holds no keys and names of municipalities (columns: {found})",
    ),
    "IND526": refusal(
        "los datos no traen `population` para formar grupos por tamaño: entréguela como variable o columna, o dé un catálogo que la traiga (read_catalogue, --catalogue)",
        "the data has no `population` to part the peers by size: hand it in as a variable or column, or give a catalogue that has it (read_catalogue, --catalogue)",
    ),
    "IND527": refusal(
        "los datos no traen `metropolitan_area`: entréguela como columna, o agregue al catálogo una tabla de zonas metropolitanas, como la de CONAPO (Catalogue.join, un segundo --catalogue)",
        "the data has no `metropolitan_area`: hand it in as a column, or join a table of metropolitan areas, such as CONAPO's, to the catalogue (Catalogue.join, a second --catalogue)",
    ),
    "IND528": refusal(
        "los datos no traen `{column}`, que sale de las claves del INEGI: entregue claves de cinco dígitos, o nombres y un catálogo",
        "the data has no `{column}`, which follows from INEGI's keys: hand in keys of five digits, or names and a catalogue",
    ),
    "IND529": refusal(
        "la tabla no agrega nada al catálogo: no comparte claves con él o no trae columnas nuevas (columnas: {found})",
        "the table adds nothing to the catalogue: it shares no key with it, or brings no new column (columns: {found})",
    ),
    # Peers --------------------------------------------------------------------------------------------
    "IND479": refusal(
        "`{column}` es una cifra: separe a los pares por tramos de ella (`Bands`, `--bands {column}=CORTE,CORTE…`)",
        "`{column}` is a figure: part the peers by bands of it (`Bands`, `--bands {column}=CUT,CUT…`)",
    ),
    "IND550": refusal(
        "no hay con qué medir la cercanía: {given} no tiene cifras",
        "there is nothing to measure nearness by: {given} holds no figures",
    ),
    "IND551": refusal("`{key}` debe estar {wanted_es}, no {given}", "`{key}` must lie {wanted_en}, not {given}"),
    "IND552": refusal(
        "los grupos de comparación se dan de una sola forma: --peers, --bands o --nearest",
        "peer groups are given in one way only: --peers, --bands or --nearest",
    ),
    "IND553": refusal(
        "solo un comparativo puede hacerse anónimo; compare primero con `benchmark`",
        "only a benchmark can be made anonymous; compare first with `benchmark`",
    ),
    "IND596": refusal(
        "una tarjeta o la página de una rúbrica es de un solo municipio: indique cuál con `own` (`--own`)",
        "a scorecard or the page of a rubric is of one municipality: say which by `own` (`--own`)",
    ),
    "IND670": refusal(
        "varios municipios en `own` (`--own`) dan una página cada uno: pida `kind` (`--kind`) scorecard o rubric, y una carpeta en vez de un archivo",
        "several municipalities in `own` (`--own`) make a page each: ask for `kind` (`--kind`) scorecard or rubric, and give a folder in the place of a file",
    ),
    "IND650": refusal(
        'para escribir en un archivo abierto diga qué con `format`, por ejemplo `format="html"`',
        'to write into an open file say what by `format`, for example `format="html"`',
    ),
    "IND651": refusal(
        "un archivo `{suffix}` no es texto: ábralo para bytes (`wb`)",
        "a file of kind `{suffix}` is no text: open it for bytes (`wb`)",
    ),
    "IND652": refusal(
        "la página de una matriz o de un plan es de uno solo y la tabla tiene varios ({valid}): indique cuál con `own` (`--own`)",
        "the page of a matrix or a plan is of one, and the table holds several ({valid}): say which by `own` (`--own`)",
    ),
    # Periods and editions -----------------------------------------------------------------------------
    "IND488": refusal(
        "ningún periodo es de la frecuencia del programa ({valid}), sino por ejemplo `{given}`",
        "no period is of the program's frequency ({valid}), but for example `{given}`",
    ),
    "IND555": refusal("contiene más de {most} GiB", "it holds more than {most} GiB"),
    "IND556": refusal(
        "contiene {count} archivos y se lee uno: {names}", "it holds {count} files, and one is read: {names}"
    ),
    "IND557": refusal("no existe la codificación `{given}`", "there is no encoding `{given}`"),
    "IND558": refusal(
        "no está en `{encoding}`: el byte {at} no es de ninguna letra",
        "it is not in `{encoding}`: byte {at} is of no letter",
    ),
    "IND559": refusal(
        "{path}: no tiene la hoja `{sheet}` (tiene: {names})", "{path}: it has no sheet `{sheet}` (it has: {names})"
    ),
    "IND560": refusal(
        "una posición no tiene límites que llevar a otro periodo; use otra escala en: {names}",
        "a rank has no bounds to carry over to another period; use another scale in: {names}",
    ),
    "IND561": refusal(
        "`{name}` no puede ser `{given}`: se espera {expected}", "`{name}` cannot be `{given}`: expected {expected}"
    ),
    "IND562": refusal("{first} y {second} no se comparan{reason}", "{first} and {second} do not compare{reason}"),
    "IND563": refusal(
        "`{node}` no es comparable antes y después de {start}{reason}; {mend}",
        "`{node}` does not compare before and after {start}{reason}; {mend}",
    ),
    "IND774": refusal(
        "el modelo `{model}` toma cifras de las poblaciones, y los límites de la evaluación anterior son de otras reglas; califique sin `reference`, o con `base_period`",
        "the model `{model}` takes figures from populations, and the bounds of the earlier assessment are of other rules; score without `reference`, or with `base_period`",
    ),
    "IND775": refusal(
        "el programa `{program}` no declara otros modelos (`models`)",
        "program `{program}` declares no other models (`models`)",
    ),
    "IND799": refusal(
        "el método `{method}` no da pesos a ningún grupo en {period}: {detail}",
        "the method `{method}` gives weights to no group in {period}: {detail}",
    ),
    "IND746": refusal(
        "la referencia no dice cómo se trataron las cifras de: {names}; califíquela de nuevo con este programa",
        "the reference does not tell how the figures were treated of: {names}; score it anew with this program",
    ),
    "IND564": refusal(
        "indique `base_period` solo, o `reference` con `reference_period` o sin él",
        "give `base_period` alone, or `reference` with `reference_period` or without",
    ),
    "IND565": refusal(
        "{entity} en {period} está en {first} y en {second}: conserve una",
        "{entity} in {period} stands in {first} and in {second}: keep one",
    ),
    # Paths to a target --------------------------------------------------------------------------------
    "IND566": refusal(
        "`{given}` no es una meta (válidas: el id de un nivel, quartile=1, rank=3, score=80)",
        "`{given}` is no target (valid: the id of a level, quartile=1, rank=3, score=80)",
    ),
    "IND567": refusal("`{node}` no tiene {what}", "`{node}` has no {what}"),
    "IND568": refusal(
        "`{entity}` no pertenece a ningún grupo de comparación en {period}",
        "`{entity}` belongs to no peer group in {period}",
    ),
    "IND569": refusal("`{key}` debe ser {wanted}, no {given}", "`{key}` must be {wanted}, not {given}"),
    "IND598": refusal(
        "`{name}` debe ser una tabla (DataFrame de pandas, polars u otra biblioteca, tabla de Arrow, relación de DuckDB, dict de columnas, lista de registros) o, donde se leen archivos, una ruta, no {given}",
        "`{name}` must be a table (a DataFrame of pandas, polars or another library, a table of Arrow, a relation of DuckDB, a dict of columns, a list of records) or, where files are read, a path, not {given}",
    ),
    "IND599": refusal(
        "un dict es tabla si tiene bajo cada encabezado una lista, todas del mismo largo; `{column}` es {given}",
        "a dict is a table if it has a list under each heading, all of the same length; `{column}` is {given}",
    ),
    # Workbooks ----------------------------------------------------------------------------------------
    "IND685": refusal(
        "un texto de {count} caracteres no cabe en una celda de Excel, que guarda {most}: «{text}»; escríbalo como .csv, .parquet o .json",
        "a text of {count} characters does not fit into a cell of Excel, which holds {most}: “{text}”; write it as .csv, .parquet or .json",
    ),
    "IND686": refusal(
        "la tabla `{sheet}` tiene {rows} filas y {columns} columnas; una hoja de Excel guarda {most_rows} y {most_columns}; escríbala como .csv o .parquet",
        "the table `{sheet}` has {rows} rows and {columns} columns; a sheet of Excel holds {most_rows} and {most_columns}; write it as .csv or .parquet",
    ),
    "IND687": refusal(
        "`excel_csv` es para archivos .csv (o las cifras junto a una página), no para `{suffix}`",
        "`excel_csv` is for .csv files (or the figures beside a page), not for `{suffix}`",
    ),
    # New definitions ----------------------------------------------------------------------------------
    "IND570": refusal(
        "`{given}` no sirve como identificador: use minúsculas, dígitos y guion bajo, sin palabras reservadas",
        "`{given}` cannot be an id: use lower case, digits and underscore, and no reserved word",
    ),
    "IND571": refusal("{path}: no se puede insertar: {problem_es}", "{path}: nothing can be inserted: {problem_en}"),
    "IND572": refusal("{path}: ya existe; no se sobrescribe", "{path}: exists already; it is not overwritten"),
    "IND573": refusal(
        "{path}: ya hay algo con el identificador `{id}`", "{path}: something bears the id `{id}` already"
    ),
    "IND574": refusal(
        "la fórmula no da un resultado con ninguna de las cifras sintéticas que se probaron",
        "the formula gives no result with any of the synthetic figures that were tried",
    ),
    # How firm ranks are -------------------------------------------------------------------------------
    "IND780": refusal(
        "`{node}` no tiene calificación en ningún renglón: no hay lugares que examinar",
        "`{node}` has no score in any row: there are no ranks to look into",
    ),
    "IND781": refusal(
        "no se varía nada: bajo `{node}` no hay pesos entre hermanos y no se dieron `models`, `alternatives` ni `error`",
        "nothing is varied: below `{node}` no siblings have weights, and no `models`, `alternatives` or `error` are given",
    ),
    "IND782": refusal(
        "pesos dados: `{node}`, juego {set}: {given} no es un peso (un número de 0 en adelante, cada nodo una vez)",
        "given weights: `{node}`, set {set}: {given} is no weight (a number from 0 on, each node once)",
    ),
    "IND783": refusal(
        "`{step}` se variaría dos veces: en `alternatives` y en el modelo `{model}`; deje uno",
        "`{step}` would be varied twice: in `alternatives` and by the model `{model}`; keep one",
    ),
    "IND784": refusal(
        "la sensibilidad se reparte entre pesos con ruido (`noise`) y reglas; no entre pesos dados o de Dirichlet, ni entre el ruido de las cifras",
        "sensitivity is shared out among weights with noise (`noise`) and rules; not among weights that are given or of Dirichlet, nor the noise of figures",
    ),
    "IND785": refusal(
        "cada entidad tiene pares propios ({peers}): no hay un orden entre ellas; compare por grupos",
        "each entity has peers of its own ({peers}): there is no order among them; compare by groups",
    ),
    "IND786": refusal(
        "la incertidumbre es de otra comparación; pida la de esta con `uncertainty`",
        "the uncertainty is that of another comparison; ask for that of this one by `uncertainty`",
    ),
    "IND787": refusal(
        "`{node}` no pesa nada en el programa: sus pesos no se pueden variar; déclarele un peso",
        "`{node}` weighs nothing in the program: its weight cannot be varied; declare one for it",
    ),
    # Revisions ----------------------------------------------------------------------------------------
    "IND575": refusal(
        "para comparar revisiones hace falta git, y no se encuentra en este equipo",
        "comparing revisions needs git, which is not found on this machine",
    ),
    "IND576": refusal(
        "git no conoce la revisión `{revision}` en {where}", "git knows no revision `{revision}` in {where}"
    ),
    "IND577": refusal("{where} no está en un repositorio de git", "{where} is not in a git repository"),
    "IND578": refusal(
        "no existe `{path}` en la revisión `{revision}`", "there is no `{path}` in the revision `{revision}`"
    ),
    "IND579": refusal(
        "`diff` compara dos archivos, carpetas o programas, o dos revisiones de git (`REV1 REV2 -- RUTA`): {problem_es}",
        "`diff` compares two files, folders or programs, or two git revisions (`REV1 REV2 -- PATH`): {problem_en}",
    ),
}
