"""What the help says of the arguments of benchmark, explain, path and trends."""

from __future__ import annotations

from .option_words import COLUMN, FILE, ID, KEY, NUMBER, OptionWords, describe_option

COMPARING: dict[str, OptionWords] = {
    # benchmark ----------------------------------------------------------------------------------------
    "benchmark --peers": describe_option(
        "una columna de los datos o del catálogo; state, region y population no la necesitan",
        "a column of the data or the catalogue; state, region and population need none",
        *COLUMN,
    ),
    "benchmark --bands": describe_option(
        "grupos por tamaño: population=50000,200000",
        "groups by size: population=50000,200000",
        "VARIABLE=CORTE,CORTE…",
        "VARIABLE=CUT,CUT…",
    ),
    "benchmark --nearest": describe_option(
        "los más cercanos a cada uno; log:VARIABLE toma su logaritmo",
        "those nearest to each; log:VARIABLE logs it",
        "VARIABLE,…",
        "VARIABLE,…",
    ),
    "benchmark --k": describe_option("cuántos cercanos (20)", "how many nearest (20)", *NUMBER),
    "benchmark --metric": describe_option(
        "cómo se mide la cercanía; mahalanobis, si no se dice", "how nearness is measured; mahalanobis by default"
    ),
    "benchmark --within": describe_option(
        "los más cercanos entre los que comparten esta columna", "nearest among those that share this column", *COLUMN
    ),
    "benchmark --ties": describe_option(
        "qué lugar tienen los empates; min, si no se dice", "the place of ties; min by default"
    ),
    "benchmark --quantiles": describe_option(
        "cómo se calculan los cuantiles; linear, si no se dice", "how quantiles are worked out; linear by default"
    ),
    "benchmark --min-peers": describe_option(
        "no da cifras de grupos con menos valores (3)", "withhold figures of groups with fewer values (3)", *NUMBER
    ),
    "benchmark --leave-out-self": describe_option(
        "cuartiles de los demás, sin uno mismo", "quartiles of the others, without oneself"
    ),
    "benchmark --output": describe_option(
        ".html, .pdf, .xlsx, .csv, .parquet o .json; una carpeta para una tarjeta de cada --own, o de todos; si no se "
        "da, se imprime un resumen",
        ".html, .pdf, .xlsx, .csv, .parquet or .json; a folder for a scorecard of each --own, or of all; a summary is "
        "printed by default",
        *FILE,
    ),
    "benchmark --own": describe_option(
        "el municipio de quien lee, que la página marca; repetido, una tarjeta de cada uno",
        "the reader's own municipality, marked in the page; repeated, a scorecard each",
        *KEY,
    ),
    "benchmark --kind": describe_option(
        "qué muestra .html: el grupo (si no se dice), o uno de --own",
        "what .html shows: the whole (by default), or one of --own",
    ),
    "benchmark --intervals": describe_option(
        "en la página del grupo: da los lugares con su intervalo", "of the whole: give places with their intervals"
    ),
    "benchmark --anonymise": describe_option(
        "no muestra más nombre que el de --own", "show nobody's name but that of --own"
    ),
    # explain, path ------------------------------------------------------------------------------------
    "explain --format": describe_option(
        "text, si no se dice, o según el nombre del archivo", "text by default, or by the file's name"
    ),
    "path --format": describe_option(
        "text, si no se dice, o según el nombre del archivo", "text by default, or by the file's name"
    ),
    "explain --output": describe_option(
        ".txt, .json, .csv, .html, .pdf, o .xlsx con fórmulas vivas",
        ".txt, .json, .csv, .html, .pdf, or .xlsx with live formulas",
        *FILE,
    ),
    "path --to": describe_option(
        "el id de un nivel, quartile=1, rank=3 o score=80",
        "a level's id, quartile=1, rank=3 or score=80",
        "META",
        "TARGET",
    ),
    "path --cost": describe_option(
        "lo que cuesta el esfuerzo en un indicador", "what effort on an indicator costs", "ID=NÚMERO", "ID=NUMBER"
    ),
    "path --only": describe_option(
        "un indicador que se puede mover; los demás no", "an indicator that may move; others may not", *ID
    ),
    "path --fixed": describe_option("un indicador que no se puede mover", "an indicator that may not move", *ID),
    "path --reach": describe_option(
        "hasta dónde pueden llegar las cifras; best, si no se dice", "how far figures can go; best by default"
    ),
    "path --output": describe_option(".txt, .json, .csv, .html o .pdf", ".txt, .json, .csv, .html or .pdf", *FILE),
    # analyse ------------------------------------------------------------------------------------------
    "analyse --basis": describe_option(
        "por qué se miran los indicadores: sus calificaciones (si las hay), sus valores, o estos según su sentido",
        "by what indicators are looked at: their scores (where there are any), their values, or these by direction",
    ),
    "analyse --weights": describe_option(
        "imprime los pesos que este método sugiere, como un modelo para pegar en la definición",
        "print the weights that this method suggests, as a model to paste into the spec",
    ),
    "analyse --output": describe_option(
        ".html, .pdf, .xlsx o una carpeta de CSV con todo; otros llevan las señales; si no se da, se imprimen",
        ".html, .pdf, .xlsx, or a folder of CSV with all of it; others hold the flags; these are printed by default",
        *FILE,
    ),
    # trends -------------------------------------------------------------------------------------------
    "trends --against": describe_option(
        "con -o: con qué se compara cada periodo",
        "with -o: what each period is compared with",
        "year|previous|first|PERIODO",
        "year|previous|first|PERIOD",
    ),
    "trends --level": describe_option(
        "nivel de los intervalos de las tendencias (0.95)", "level of the intervals of trends (0.95)", *NUMBER
    ),
    "trends --earlier": describe_option(
        "una edición anterior con sus datos, por ejemplo cimtra@2010=2012.csv",
        "an earlier edition with its data, for example cimtra@2010=2012.csv",
        "PROGRAMA=DATOS",
        "PROGRAM=DATA",
    ),
    "trends --output": describe_option(
        ".xlsx lleva todas las tablas; otros, las tendencias robustas; si no se da, se imprime un resumen",
        ".xlsx holds every table; others the robust trends; a summary is printed by default",
        *FILE,
    ),
}
