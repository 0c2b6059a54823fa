"""What the help says of the whole line, of every command and of groups of arguments, in Spanish and English."""

from __future__ import annotations

# In Spanish and English, as everywhere.
Pair = tuple[str, str]

MAIN: dict[str, Pair] = {
    "description": (
        "indicadores de desempeño municipal: de specs a calificaciones y comparativos",
        "municipal performance indicators: specs in, scores and comparative benchmarks out",
    ),
    "epilog": (
        "Códigos de salida: 0 hecho, 1 lo que se revisa está mal (se imprime por qué), 2 la orden no se pudo ejecutar. "
        "El idioma es el de --language; si no se da, el de LC_ALL, LC_MESSAGES o LANG.",
        "Exit codes: 0 done, 1 the thing checked is bad (diagnostics are printed), 2 the command could not run. The "
        "language is that of --language; where it is not given, that of LC_ALL, LC_MESSAGES or LANG.",
    ),
    "choice": ("el valor", "choice"),
    "command": ("la orden", "command"),
}

COMMANDS: dict[str, Pair] = {
    "list": ("lista los programas y los mapas de columnas incluidos", "list the built-in programs and column maps"),
    "show": (
        "muestra un programa, un nodo o una variable de él, o un mapa de columnas",
        "show a program, one node or variable of it, or a column map",
    ),
    "validate": (
        "revisa specs, sus fórmulas y sus ejemplos",
        "check specs, their formulas and their examples",
    ),
    "rule": ("explica las reglas con que se revisan los specs", "explain the rules that specs are checked by"),
    "schema": (
        "imprime el JSON Schema del lenguaje de los specs, para editores",
        "print the JSON Schema of the spec language, for editors",
    ),
    "new": (
        "empieza un programa, o un indicador de uno, con todo lo que necesita",
        "begin a program, or an indicator of one, with everything that it needs",
    ),
    "new program": ("escribe el spec de un programa nuevo", "write the spec of a new program"),
    "new indicator": (
        "inserta un indicador nuevo, y las variables que le faltan",
        "insert a new indicator, and the variables that it lacks",
    ),
    "import": (
        "escribe el spec que dicen las tablas de otra herramienta",
        "write the spec that the tables of another tool say",
    ),
    "import coinr": (
        "lee las tablas iData e iMeta de COINr; dice qué no tiene contraparte",
        "read the tables iData and iMeta of COINr; tell what has no counterpart",
    ),
    "import coin-tool": (
        "lee un libro del COIN Tool; dice qué no tiene contraparte",
        "read a workbook of the COIN Tool; tell what has no counterpart",
    ),
    "export": (
        "escribe un programa y sus datos como las tablas de otra herramienta",
        "write a program and its data as the tables of another tool",
    ),
    "export coinr": (
        "escribe las tablas iData e iMeta de COINr; dice qué no cabe en ellas",
        "write the tables iData and iMeta of COINr; tell what they have no place for",
    ),
    "template": (
        "escribe la tabla o el libro que llena un municipio o quien evalúa",
        "write the table or workbook that a municipality or an evaluator fills in",
    ),
    "score": ("califica una tabla de datos", "score a table of data"),
    "benchmark": ("compara municipios con sus pares", "compare municipalities with their peers"),
    "explain": (
        "muestra cómo salió una cifra, hasta las celdas de origen",
        "show how one figure came about, down to the raw cells",
    ),
    "path": (
        "muestra qué indicadores mover, con el menor esfuerzo, para llegar a un nivel, cuarto, lugar o calificación",
        "show which indicators to move, at least effort, to reach a level, quarter, rank or score",
    ),
    "models": (
        "los mismos datos con los otros modelos del programa: cuánto coinciden y quién cambia de lugar",
        "the same data under the other models of the program: how far they agree, and who moves",
    ),
    "uncertainty": (
        "entre qué lugares pudo quedar cada entidad con otros pesos, reglas o cifras, y qué los mueve",
        "between which ranks each entity could stand under other weights, rules or figures, and what moves them",
    ),
    "analyse": (
        "qué tienen que ver entre sí las partes de un índice, qué revisar en él y qué hace quitar cada indicador",
        "how the parts of an index go together, what to reconsider, and what leaving each indicator out does",
    ),
    "trends": (
        "cambios, tendencias robustas, convergencia y cortes que se sospechan, a lo largo de varios periodos",
        "changes, robust trends, convergence and suspected breaks over several periods",
    ),
    "round": (
        "dice quién entregó en una ronda de captura, qué falta y qué se corrigió; califica lo vigente",
        "tell who has handed in for a round, what is missing and what was corrected; score what is in force",
    ),
    "check-data": (
        "escribe a cada municipio qué falta, se rechazó o extraña en lo que entregó, con su celda y su pregunta",
        "write to each municipality what is missing, rejected or odd in what it handed in, with its cell and question",
    ),
    "agreement": (
        "dice en qué coinciden dos evaluaciones de una rúbrica; escribe el libro en que se acuerda lo demás, y lo lee",
        "tell how far two evaluations of a rubric agree; write the workbook in which the rest is settled, and read it",
    ),
    "targets": (
        "mide una tabla de indicadores contra sus metas y agrega los resultados",
        "hold a table of indicators against their targets and roll the results up",
    ),
    "projects": (
        "evalúa proyectos de inversión por sus flujos; elige los que caben en un techo",
        "appraise investment projects by their cash flows; choose under a budget",
    ),
    "municipalities": (
        "halla las claves de municipios por su nombre",
        "find the keys of municipalities by their names",
    ),
    "diff": (
        "dice qué cambió de significado entre dos versiones, y si la versión lo dice",
        "tell what changed in meaning between two versions, and whether the version tells",
    ),
    "package": (
        "escribe un estudio en un archivo que otros pueden repetir: spec, huella de los datos, opciones y resultados",
        "write a study into one file that others can repeat: spec, digest of the data, options and results",
    ),
    "verify": (
        "calcula de nuevo un estudio desde su paquete y dice qué difiere",
        "compute a study anew from its package, and tell what differs",
    ),
    "demo": (
        "corre todo el trabajo con cifras sintéticas y reales",
        "run the whole job on synthetic and on real figures",
    ),
}

GROUPS: dict[str, Pair] = {
    "peers": ("con quién se compara (con todos, si no se dice)", "who is compared with whom (everybody by default)"),
    "definitions": ("definiciones", "definitions"),
    "report": ("reporte", "report"),
}
