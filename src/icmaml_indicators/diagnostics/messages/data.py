"""What can be wrong with data, or notable in it: findings."""

from __future__ import annotations

from .message import Message, error, info, warning

MESSAGES: dict[str, Message] = {
    # Findings in data -----------------------------------------------------------------------------------
    "IND401": warning("dato no reportado", "not reported"),
    "IND402": warning(
        "el denominador es cero o el resultado no está definido",
        "the denominator is zero or the result is undefined",
    ),
    "IND403": error(
        "fuera del rango {range}; la cifra se rechaza", "outside the range {range}; the figure is rejected"
    ),
    "IND404": error("no se cumple {rule}; las cifras se rechazan", "{rule} does not hold; the figures are rejected"),
    "IND405": error(
        "entidad y periodo repetidos con cifras distintas",
        "entity and period repeated with different figures",
    ),
    "IND406": warning(
        "columna desconocida; se conserva como atributo, no se califica",
        "unknown column; kept as an attribute, not scored",
    ),
    "IND407": warning("falta la columna", "the column is missing"),
    "IND408": info("texto leído como número", "text read as a number"),
    "IND409": error("el texto no se puede leer como número", "the text cannot be read as a number"),
    "IND410": error(
        "número ambiguo: su coma o su punto puede separar millares o decimales; indique `decimal`",
        "ambiguous number: its comma or point may part thousands or decimals; say which with `decimal`",
    ),
    "IND411": info(
        "clave numérica completada con ceros a {width} dígitos",
        "numeric key padded with zeros to {width} digits",
    ),
    "IND412": warning(
        "no es una clave del INEGI: se esperan {width} dígitos, y los dos primeros, de la entidad, van de 01 a 32",
        "not a key of INEGI: {width} digits are expected, the first two, of the state, from 01 to 32",
    ),
    "IND413": info("periodo leído como {period}", "period read as {period}"),
    "IND414": error(
        "se esperaba un número entero; la cifra se rechaza",
        "a whole number was expected; the figure is rejected",
    ),
    "IND415": warning("resultado fuera del intervalo plausible {range}", "result outside the plausible range {range}"),
    "IND416": warning(
        "cambio brusco frente al periodo anterior ({detail})",
        "sharp change from the previous period ({detail})",
    ),
    "IND417": warning("muy lejos de las demás entidades ({detail})", "far from the other entities ({detail})"),
    "IND418": warning(
        "el valor publicado difiere del calculado ({detail})",
        "the published value differs from the computed one ({detail})",
    ),
    "IND419": info(
        "valor publicado; no se recalcula por falta de insumos",
        "published value; not recomputed for lack of inputs",
    ),
    "IND420": info("no aplica", "not applicable"),
    "IND421": warning("no se cumple {rule}", "{rule} does not hold"),
    "IND422": error("`{given}` no es una opción válida", "`{given}` is not a valid option"),
    "IND423": warning("no verificado", "not verified"),
    "IND424": error("fila sin clave de entidad", "row without an entity key"),
    "IND425": error("el periodo no se entiende", "the period cannot be read"),
    "IND426": info(
        "fila repetida con cifras iguales; se toma una vez", "row repeated with the same figures; taken once"
    ),
    "IND427": warning(
        "variable desconocida; sus cifras no se califican", "unknown variable; its figures are not scored"
    ),
    "IND428": info("ninguna entidad lo reporta en {period}", "no entity reports it in {period}"),
    "IND429": warning(
        "la fecha no es el último día de un periodo; se lee como {period}",
        "the date is not the last day of a period; read as {period}",
    ),
    "IND430": warning("signo de unidad ajeno a la variable ({detail})", "unit sign foreign to the variable ({detail})"),
    "IND433": warning(
        "tenía valor en el periodo anterior y ahora no", "had a value in the period before and has none now"
    ),
    "IND434": info("líneas sin llenar", "lines left empty"),
    "IND431": error("`{given}` no es una respuesta de verdadero o falso", "`{given}` is not a yes or no"),
    "IND435": error(
        "`{given}` no es una respuesta de este criterio{hint}", "`{given}` is not an answer to this criterion{hint}"
    ),
    "IND436": warning("respuesta sin su evidencia; no cuenta", "answer without its evidence; it does not count"),
    "IND437": error(
        "este criterio no admite «no aplica»; la respuesta se rechaza",
        "this criterion does not allow “not applicable”; the answer is rejected",
    ),
    "IND438": warning(
        "el archivo se hizo para {given}; se califica con {used}",
        "the file was made for {given}; it is scored with {used}",
    ),
    "IND439": warning(
        "resultado mucho mejor que la meta ({detail}): la meta quedó corta",
        "result far better than its target ({detail}): the target was set too low",
    ),
    "IND440": warning(
        "el cumplimiento no está definido: la regla divide entre cero",
        "the attainment is undefined: its rule divides by zero",
    ),
    "IND464": warning(
        "no se sabe si se cumple `{names}`: la compuerta {number} lo cuenta como no cumplido",
        "it is not known whether `{names}` holds: gate {number} counts it as not met",
    ),
    # Plausible whatever the program says
    "IND484": warning(
        "las cifras de {period} son {ratio} veces las de {before} (mediana de {count} entidades): ¿cambió la unidad?",
        "the figures of {period} are {ratio} times those of {before} (median of {count} entities): another unit?",
    ),
    "IND485": warning(
        "lejos de todas las demás cifras ({rest}): quizá un código de «sin dato»; la cifra se conserva",
        "far from all other figures ({rest}): perhaps a code for “no figure”; the figure is kept",
    ),
    "IND486": error(
        "es una proporción y su parte no cabe en su todo (0 … {whole}); el resultado se rechaza",
        "it is a proportion and its part does not fit into its whole (0 … {whole}); the result is rejected",
    ),
    # Tables of targets
    "IND441": error("la matriz no tiene el nivel `{level}`", "the matrix has no level `{level}`"),
    "IND442": error(
        "la actividad nombra un componente que su matriz no tiene",
        "the activity names a component that its matrix does not have",
    ),
    "IND443": error("el componente no tiene actividades", "the component has no activities"),
    "IND444": warning("al indicador le falta `{key}`", "the indicator lacks `{key}`"),
    "IND445": warning(
        "la meta no mejora la línea base en el sentido del indicador",
        "the target does not improve on the baseline in the direction of the indicator",
    ),
    "IND446": error("`{given}` no se entiende; vale: {valid}", "`{given}` is not understood; valid: {valid}"),
    "IND447": warning(
        "las actividades van en verde y su componente en rojo: revise la lógica vertical",
        "the activities are green and their component is red: look at the vertical logic",
    ),
    "IND448": info("columna que no se usa{hint}", "column that is not used{hint}"),
    "IND490": warning(
        "`ratio_inverse` no tiene sentido con cifras negativas: sin cumplimiento; use `progress` con una línea base",
        "`ratio_inverse` has no meaning below zero: no attainment; use `progress` with a baseline",
    ),
    "IND491": warning(
        "falta el sentido y la línea base dice lo contrario de «ascendente»: sin cumplimiento; indíquelo",
        "the direction is missing and the baseline says the contrary of “higher”: no attainment; say it",
    ),
    "IND492": info(
        "líneas sin sentido: se toman como ascendentes (más es mejor)",
        "lines without a direction: taken as `higher` (more is better)",
    ),
    "IND493": error(
        "el método `{method}` no va con el sentido `{direction}`: sin cumplimiento; vale: {valid}",
        "the method `{method}` does not go with the direction `{direction}`: no attainment; valid: {valid}",
    ),
    "IND494": error(
        "el indicador se repite en el periodo con otras cifras: ninguna de sus líneas cuenta",
        "the indicator is repeated in the period with other figures: none of its lines counts",
    ),
    "IND495": error(
        "cifras con y sin `%` que distan como por cien ({detail}): sin cumplimiento; escriba el signo en todas o en ninguna",
        "figures with and without `%` that lie as if a hundred times apart ({detail}): no attainment; write the sign in all or in none",
    ),
    # Cash flows of projects
    "IND449": error(
        "al proyecto le falta un flujo: no se evalúa; lo ausente no es cero",
        "a flow of the project is missing: it is not appraised; absent is not zero",
    ),
    "IND450": error(
        "al proyecto le falta un año o lo repite: no se evalúa",
        "a year of the project is missing or repeated: it is not appraised",
    ),
    "IND451": warning(
        "hay varias tasas internas de retorno: decida por el valor presente neto",
        "there are several internal rates of return: decide by the net present value",
    ),
    "IND452": info("no hay tasa interna de retorno", "there is no internal rate of return"),
    "IND453": info(
        "los flujos cambian de signo más de una vez y tienen fecha: se buscaron tasas entre −99 % y 1000 %",
        "the flows change sign more than once and are dated: rates were searched between -99 % and 1000 %",
    ),
    # Names of municipalities
    "IND454": info("nombre tomado por la clave {key}", "name taken for the key {key}"),
    "IND455": error(
        "el nombre es de varios municipios: {candidates}; la fila queda con su nombre como clave",
        "several municipalities bear the name: {candidates}; the line keeps its name as key",
    ),
    "IND456": warning(
        "el catálogo no conoce el nombre{hint}; la fila queda con su nombre como clave",
        "the catalogue does not know the name{hint}; the line keeps its name as key",
    ),
    # Answers, lines of files, attributes
    "IND470": info("`NA` se toma por «no aplica»", "`NA` is taken for “not applicable”"),
    "IND471": warning(
        "la línea tiene {given} campos y los encabezados son {expected}; los que faltan quedan vacíos",
        "the line has {given} fields and there are {expected} headings; those that are missing are left empty",
    ),
    "IND472": info(
        "la línea tiene {given} campos y los encabezados son {expected}; los que sobran están vacíos",
        "the line has {given} fields and there are {expected} headings; those beyond are empty",
    ),
    "IND473": error(
        "la línea tiene {given} campos y los encabezados son {expected}; no se lee: ¿hay un separador sin comillas?",
        "the line has {given} fields and there are {expected} headings; it is not read: is there a separator"
        " without quotes?",
    ),
    "IND474": error(
        "una celda contiene fines de línea y separadores hasta la línea {last}: ¿sobra una comilla? Lo que le sigue en su fila"
        " no se lee",
        "a cell holds line ends and separators down to line {last}: is there a quote too many? What follows it in its row"
        " is not read",
    ),
    "IND475": warning(
        "las líneas repetidas dan atributos distintos; queda vacío",
        "repeated lines give different attributes; it is left empty",
    ),
    "IND476": warning(
        "el archivo no está en UTF-8 y leído como Windows-1252 contiene signos que no son letras: guárdelo en UTF-8",
        "the file is not UTF-8 and, read as Windows-1252, holds signs that are no letters: save it as UTF-8",
    ),
    "IND477": error(
        "las comillas que se abren en la línea {line} no se cierran",
        "the quotes that open in line {line} do not close",
    ),
    "IND478": error(
        "los datos son {given}; se esperaba un DataFrame de pandas con una fila de encabezados, o la ruta de un archivo",
        "the data is {given}; expected a pandas DataFrame with one row of headings, or the path of a file",
    ),
    "IND479": error(
        "`{column}` es una cifra: separe a los pares por tramos de ella (`Bands`, `--bands {column}=CORTE,CORTE…`)",
        "`{column}` is a figure: part the peers by bands of it (`Bands`, `--bands {column}=CUT,CUT…`)",
    ),
}
