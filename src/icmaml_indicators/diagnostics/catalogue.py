"""Every message of the library, in Spanish and English, keyed by a stable code.

Codes: ``IND1xx`` a file as text and structure, ``IND2xx`` formulas, ``IND3xx`` what a program means as a whole,
``IND4xx`` findings in data, ``IND5xx`` what cannot be done at all. A code is never reused for another meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Message:
    """A message in both languages, with ``{fields}`` to fill."""

    severity: Severity
    es: str
    en: str

    def text(self, language: str, **details: object) -> str:
        """Fill the fields of the message in one language."""
        return (self.es if language == "es" else self.en).format(**details)


def _error(es: str, en: str) -> Message:
    return Message("error", es, en)


def _warning(es: str, en: str) -> Message:
    return Message("warning", es, en)


def _info(es: str, en: str) -> Message:
    return Message("info", es, en)


MESSAGES: dict[str, Message] = {
    # Text and structure ---------------------------------------------------------------------------------
    "IND101": _error("el archivo no es YAML válido: {problem}", "the file is not valid YAML: {problem}"),
    "IND102": _error(
        "la clave `{key}` se repite; ya aparece en la línea {first}",
        "key `{key}` is repeated; it stands on line {first} already",
    ),
    "IND103": _error(
        "las anclas y los alias de YAML (`{name}`) no se admiten; escriba el valor completo",
        "YAML anchors and aliases (`{name}`) are not allowed; write the value out",
    ),
    "IND104": _error("clave desconocida `{key}`", "unknown key `{key}`"),
    "IND105": _error("falta la clave `{key}`", "key `{key}` is missing"),
    "IND106": _error("`{key}` debe ser {wanted_es}, no {given}", "`{key}` must be {wanted_en}, not {given}"),
    "IND107": _error("`{given}` no es un valor válido de `{key}`", "`{given}` is not a valid `{key}`"),
    "IND108": _error(
        "el archivo tiene {size} bytes; el máximo es {limit}",
        "the file has {size} bytes; the limit is {limit}",
    ),
    "IND109": _error("anidado a más de {limit} niveles de profundidad", "nested more than {limit} levels deep"),
    "IND110": _error(
        "el archivo no figura en `parts` de {program}", "the file is not listed under `parts` of {program}"
    ),
    "IND111": _error("no existe la parte `{part}`", "there is no part `{part}`"),
    "IND112": _error("el archivo está vacío", "the file is empty"),
    "IND113": _error("el archivo no es texto UTF-8 válido", "the file is not valid UTF-8 text"),
    "IND114": _error(
        "`{key}` debe ser un número; `{given}` se lee como texto: escriba {mend}",
        "`{key}` must be a number; `{given}` reads as text: write {mend}",
    ),
    "IND115": _error(
        "`{given}` no sirve como identificador: use minúsculas, dígitos y guion bajo, sin palabras reservadas",
        "`{given}` cannot be an id: use lower case, digits and underscore, and no reserved word",
    ),
    "IND116": _error("no se puede leer: {problem}", "cannot be read: {problem}"),
    "IND117": _error("el archivo tiene más de {limit} elementos", "the file has more than {limit} elements"),
    "IND118": _error("la etiqueta YAML `{tag}` no se admite", "YAML tag `{tag}` is not allowed"),
    "IND119": _error("la clave debe ser un texto simple", "a key must be plain text"),
    "IND120": _error(
        "la carpeta no contiene ningún programa (program.yaml ni archivos con `spec: 1`)",
        "the folder holds no program (no program.yaml and no file with `spec: 1`)",
    ),
    "IND121": _warning("el archivo no es un spec; se ignora", "the file is not a spec; it is ignored"),
    "IND122": _error(
        "falta un corte para la opción `{option}` de `{name}`",
        "there is no cut for option `{option}` of `{name}`",
    ),
    "IND123": _error("la lista no puede estar vacía", "the list cannot be empty"),
    "IND124": _error("no existe la tabla `{name}`", "there is no table `{name}`"),
    "IND125": _error(
        "la fila tiene {given} celdas; la tabla tiene {wanted} columnas",
        "the row has {given} cells; the table has {wanted} columns",
    ),
    # Formulas -------------------------------------------------------------------------------------------
    "IND201": _error("la fórmula no se entiende aquí: {problem_es}", "the formula cannot be read here: {problem_en}"),
    "IND202": _error("`{name}` no es una variable ni un indicador", "`{name}` is neither a variable nor an indicator"),
    "IND203": _error("no existe la función `{name}`", "there is no function `{name}`"),
    "IND204": _error(
        "`{name}` recibe {wanted} argumentos, no {given}", "`{name}` takes {wanted} arguments, not {given}"
    ),
    "IND205": _error("las fórmulas forman un ciclo: {cycle}", "the formulas form a cycle: {cycle}"),
    "IND207": _error("`{option}` no es una opción de `{name}`", "`{option}` is not an option of `{name}`"),
    "IND208": _error(
        "un texto entre comillas solo puede compararse (== o !=) con una variable de opciones",
        "quoted text can only be compared (== or !=) with a variable that has options",
    ),
    "IND209": _error("la fórmula supera {limit}", "the formula exceeds {limit}"),
    "IND210": _error("el denominador es siempre cero", "the denominator is always zero"),
    "IND211": _error(
        "el segundo argumento de `lag` debe ser un entero positivo escrito como número",
        "the second argument of `lag` must be a positive whole number written out",
    ),
    # Program --------------------------------------------------------------------------------------------
    "IND301": _error(
        "el identificador `{id}` se repite; ya aparece en {first}",
        "id `{id}` is repeated; it stands at {first} already",
    ),
    "IND302": _warning("ninguna fórmula usa la variable `{id}`", "no formula uses variable `{id}`"),
    "IND303": _error("el ejemplo de `{id}` da {got}, no {wanted}", "the example of `{id}` gives {got}, not {wanted}"),
    "IND304": _error(
        "el ejemplo nombra `{name}`, que no es una variable",
        "the example names `{name}`, which is no variable",
    ),
    "IND305": _error("`direction: target` exige `target`", "`direction: target` needs `target`"),
    "IND306": _error("el rango va de menor a mayor: {low} > {high}", "a range goes from low to high: {low} > {high}"),
    "IND307": _error("los cortes de los niveles {problem_es}", "the cuts of the levels {problem_en}"),
    "IND308": _error(
        "la tabla de decisión no cubre {count} combinación(es), por ejemplo {sample}",
        "the decision table leaves {count} combination(s) open, for example {sample}",
    ),
    "IND309": _error(
        "la regla {number} nunca se aplica: las anteriores ya cubren sus casos",
        "rule {number} can never apply: the rules before it cover its cases",
    ),
    "IND310": _error(
        "la tabla de decisión nombra `{name}`, que no existe en {where}",
        "the decision table names `{name}`, which {where} does not have",
    ),
    "IND311": _error("los pesos de `{id}` suman cero", "the weights of `{id}` sum to zero"),
    "IND312": _error("`{method}` exige `{key}`", "`{method}` needs `{key}`"),
    "IND313": _error("procedencia `{status}` exige `{key}`", "provenance `{status}` needs `{key}`"),
    "IND314": _error(
        "`{id}` no declara procedencia ni la hereda", "`{id}` neither declares a provenance nor inherits one"
    ),
    "IND315": _error("`{key}` no se usa con `{method}`", "`{key}` has no use with `{method}`"),
    "IND316": _error("`{name}` no es una variable de opciones", "`{name}` is not a variable with options"),
    "IND317": _error("una variable de tipo {type} exige `options`", "a variable of type {type} needs `options`"),
    "IND318": _error("{problem_es}", "{problem_en}"),
    "IND319": _warning("`{id}` no tiene ningún ejemplo", "`{id}` has no example"),
    "IND320": _error(
        "el programa `{id}` ya está declarado en {first}", "program `{id}` is already declared in {first}"
    ),
    "IND321": _error(
        "el ejemplo de `{id}` no da valor a `{name}`", "the example of `{id}` gives no value for `{name}`"
    ),
    # Rubrics --------------------------------------------------------------------------------------------
    "IND330": _error(
        "`{given}` no es un número ni una fracción como 100/45",
        "`{given}` is neither a number nor a fraction such as 100/45",
    ),
    "IND331": _error("los créditos de las respuestas {problem_es}", "the credits of the answers {problem_en}"),
    "IND332": _error("`{key}` no se usa en un criterio", "`{key}` has no use in a criterion"),
    "IND333": _error(
        "los puntos de los hijos de `{id}` suman {sum}, no {points}",
        "the points of the children of `{id}` add up to {sum}, not {points}",
    ),
    "IND334": _error(
        "`{id}` no declara puntos y sus hermanos sí: dé puntos a todos o a ninguno",
        "`{id}` declares no points and its siblings do: give points to all or to none",
    ),
    "IND335": _error("`{name}` no es un nodo bajo `{id}`", "`{name}` is not a node below `{id}`"),
    "IND336": _error("no existe la respuesta `{name}`", "there is no answer `{name}`"),
    "IND337": _error(
        "una escalera por respuestas exige que todos los criterios bajo `{id}` tengan las mismas opciones; `{name}` no las tiene",
        "a staircase by answers needs the same options in all criteria below `{id}`; `{name}` has others",
    ),
    "IND338": _error(
        "`{id}` tiene {steps} escalones y exige {wanted} niveles sin cortes, no {given}",
        "`{id}` has {steps} steps and needs {wanted} levels without cuts, not {given}",
    ),
    "IND339": _error("`{name}` no es un nivel de `{id}`", "`{name}` is not a level of `{id}`"),
    "IND340": _error(
        "con las mejores respuestas `{id}` llega a {reached}, no a {declared}",
        "with the best answers `{id}` reaches {reached}, not {declared}",
    ),
    "IND341": _error(
        "ninguna combinación de respuestas da a `{id}` el nivel `{level}`",
        "no combination of answers gives `{id}` the level `{level}`",
    ),
    "IND342": _error(
        "una mejor respuesta a `{name}` baja la calificación de `{id}` de {before} a {after}",
        "a better answer to `{name}` lowers the score of `{id}` from {before} to {after}",
    ),
    "IND343": _error(
        "el criterio `{name}` no puede cambiar el resultado", "criterion `{name}` cannot change the result"
    ),
    "IND344": _error(
        "la compuerta {number} de `{id}` nunca limita nada", "gate {number} of `{id}` never limits anything"
    ),
    "IND345": _error(
        "`{name}` admite puntos extra o deducciones, y `{id}` no dice hasta cuántos: agregue `{cap}`",
        "`{name}` adds or takes points, and `{id}` does not say how many at most: add `{cap}`",
    ),
    "IND346": _error(
        "`{method}` no va con el sentido `{direction}`", "`{method}` does not go with the direction `{direction}`"
    ),
    "IND347": _error("`{key}` no se usa junto a `attainment`", "`{key}` has no use beside `attainment`"),
    "IND349": _error(
        "el programa tiene `tree` y `matrix`: indique solo uno", "the program has `tree` and `matrix`: give one of them"
    ),
    "IND350": _error("el objetivo `{id}` no tiene indicador", "the objective `{id}` has no indicator"),
    "IND351": _error("el componente `{id}` no tiene actividades", "the component `{id}` has no activities"),
    "IND352": _error(
        "al indicador `{id}` de la matriz le falta `{missing}`", "the indicator `{id}` of the matrix lacks `{missing}`"
    ),
    "IND353": _warning("el objetivo `{id}` no tiene supuestos", "the objective `{id}` has no assumptions"),
    "IND354": _warning(
        "`{id}` se mide cada `{frequency}`, y en su nivel conviene cada `{slowest}` o más seguido",
        "`{id}` is measured every `{frequency}`; at its level every `{slowest}` or more often serves better",
    ),
    "IND355": _error(
        "la meta {target} de `{id}` no mejora la línea base {base} en el sentido `{direction}`",
        "the target {target} of `{id}` does not improve on the baseline {base} in the direction `{direction}`",
    ),
    "IND356": _warning(
        "a la autoevaluación CREMAA de `{id}` le falta `{missing}`",
        "the CREMAA self-assessment of `{id}` lacks `{missing}`",
    ),
    "IND357": _warning(
        "`{id}` tiene {mark} en `{quality}`: el indicador no cumple esa cualidad",
        "`{id}` has {mark} in `{quality}`: the indicator does not have that quality",
    ),
    # Findings in data -----------------------------------------------------------------------------------
    "IND401": _warning("dato no reportado", "not reported"),
    "IND402": _warning(
        "el denominador es cero o el resultado no está definido",
        "the denominator is zero or the result is undefined",
    ),
    "IND403": _error(
        "fuera del rango {range}; la cifra se rechaza", "outside the range {range}; the figure is rejected"
    ),
    "IND404": _error("no se cumple {rule}; las cifras se rechazan", "{rule} does not hold; the figures are rejected"),
    "IND405": _error(
        "entidad y periodo repetidos con cifras distintas",
        "entity and period repeated with different figures",
    ),
    "IND406": _warning(
        "columna desconocida; se conserva como atributo, no se califica",
        "unknown column; kept as an attribute, not scored",
    ),
    "IND407": _warning("falta la columna", "the column is missing"),
    "IND408": _info("texto leído como número", "text read as a number"),
    "IND409": _error("el texto no se puede leer como número", "the text cannot be read as a number"),
    "IND410": _error(
        "número ambiguo: la coma puede separar millares o decimales; indique `decimal`",
        "ambiguous number: the comma may part thousands or decimals; say which with `decimal`",
    ),
    "IND411": _info(
        "clave numérica completada con ceros a {width} dígitos",
        "numeric key padded with zeros to {width} digits",
    ),
    "IND412": _warning("la clave no tiene {width} dígitos", "the key does not have {width} digits"),
    "IND413": _info("periodo leído como {period}", "period read as {period}"),
    "IND414": _error(
        "se esperaba un número entero; la cifra se rechaza",
        "a whole number was expected; the figure is rejected",
    ),
    "IND415": _warning("resultado fuera del intervalo plausible {range}", "result outside the plausible range {range}"),
    "IND416": _warning(
        "cambio brusco frente al periodo anterior ({detail})",
        "sharp change from the previous period ({detail})",
    ),
    "IND417": _warning("muy lejos de las demás entidades ({detail})", "far from the other entities ({detail})"),
    "IND418": _warning(
        "el valor publicado difiere del calculado ({detail})",
        "the published value differs from the computed one ({detail})",
    ),
    "IND419": _info(
        "valor publicado; no se recalcula por falta de insumos",
        "published value; not recomputed for lack of inputs",
    ),
    "IND420": _info("no aplica", "not applicable"),
    "IND421": _warning("no se cumple {rule}", "{rule} does not hold"),
    "IND422": _error("`{given}` no es una opción válida", "`{given}` is not a valid option"),
    "IND423": _warning("no verificado", "not verified"),
    "IND424": _error("fila sin clave de entidad", "row without an entity key"),
    "IND425": _error("el periodo no se entiende", "the period cannot be read"),
    "IND426": _info(
        "fila repetida con cifras iguales; se toma una vez", "row repeated with the same figures; taken once"
    ),
    "IND427": _warning(
        "variable desconocida; sus cifras no se califican", "unknown variable; its figures are not scored"
    ),
    "IND428": _info("ninguna entidad lo reporta en {period}", "no entity reports it in {period}"),
    "IND429": _warning(
        "la fecha no es el último día de un periodo; se lee como {period}",
        "the date is not the last day of a period; read as {period}",
    ),
    "IND430": _warning(
        "signo de unidad ajeno a la variable ({detail})", "unit sign foreign to the variable ({detail})"
    ),
    "IND433": _warning(
        "tenía valor en el periodo anterior y ahora no", "had a value in the period before and has none now"
    ),
    "IND434": _info("líneas sin llenar", "lines left empty"),
    "IND431": _error("`{given}` no es una respuesta de verdadero o falso", "`{given}` is not a yes or no"),
    "IND435": _error(
        "`{given}` no es una respuesta de este criterio{hint}", "`{given}` is not an answer to this criterion{hint}"
    ),
    "IND436": _warning("respuesta sin su evidencia; no cuenta", "answer without its evidence; it does not count"),
    "IND437": _error(
        "este criterio no admite «no aplica»; la respuesta se rechaza",
        "this criterion does not allow “not applicable”; the answer is rejected",
    ),
    "IND438": _warning(
        "el archivo se hizo para {given}; se califica con {used}",
        "the file was made for {given}; it is scored with {used}",
    ),
    "IND439": _warning(
        "resultado muy por encima de la meta ({detail}): la meta quedó corta",
        "result far above its target ({detail}): the target was set too low",
    ),
    "IND440": _warning(
        "el cumplimiento no está definido: la regla divide entre cero",
        "the attainment is undefined: its rule divides by zero",
    ),
    # Tables of targets
    "IND441": _error("la matriz no tiene el nivel `{level}`", "the matrix has no level `{level}`"),
    "IND442": _error(
        "la actividad nombra un componente que su matriz no tiene",
        "the activity names a component that its matrix does not have",
    ),
    "IND443": _error("el componente no tiene actividades", "the component has no activities"),
    "IND444": _warning("al indicador le falta `{key}`", "the indicator lacks `{key}`"),
    "IND445": _warning(
        "la meta no mejora la línea base en el sentido del indicador",
        "the target does not improve on the baseline in the direction of the indicator",
    ),
    "IND446": _error("`{given}` no se entiende; vale: {valid}", "`{given}` is not understood; valid: {valid}"),
    "IND447": _warning(
        "las actividades van en verde y su componente en rojo: revise la lógica vertical",
        "the activities are green and their component is red: look at the vertical logic",
    ),
    "IND448": _info("columna que no se usa{hint}", "column that is not used{hint}"),
    # Cash flows of projects
    "IND449": _error(
        "al proyecto le falta un flujo: no se evalúa; lo ausente no es cero",
        "a flow of the project is missing: it is not appraised; absent is not zero",
    ),
    "IND450": _error(
        "al proyecto le falta un año o lo repite: no se evalúa",
        "a year of the project is missing or repeated: it is not appraised",
    ),
    "IND451": _warning(
        "hay varias tasas internas de retorno: decida por el valor presente neto",
        "there are several internal rates of return: decide by the net present value",
    ),
    "IND452": _info("no hay tasa interna de retorno", "there is no internal rate of return"),
    "IND453": _info(
        "los flujos cambian de signo más de una vez y tienen fecha: se buscaron tasas entre −99 % y 1000 %",
        "the flows change sign more than once and are dated: rates were searched between -99 % and 1000 %",
    ),
    # What cannot be done at all --------------------------------------------------------------------------
    "IND501": _error("los datos no tienen filas", "the data holds no rows"),
    "IND502": _error("la columna `{column}` aparece más de una vez", "column `{column}` appears more than once"),
    "IND503": _error(
        "los datos no contienen ninguna variable de `{program}` (se esperaban: {expected})",
        "the data holds no variable of `{program}` (expected: {expected})",
    ),
    "IND504": _error("{path}: no existe el archivo", "{path}: there is no such file"),
    "IND505": _error(
        "{path}: no se leen archivos `{suffix}` (válidos: {valid})",
        "{path}: cannot read files of kind `{suffix}` (valid: {valid})",
    ),
    "IND506": _error("{path}: no se puede leer: {problem}", "{path}: cannot be read: {problem}"),
    "IND507": _error("{path}: el archivo no tiene filas", "{path}: the file holds no rows"),
    "IND508": _error("{path}: el archivo está vacío", "{path}: the file is empty"),
    "IND509": _error("{count} error(es) en los datos:\n{shown}", "{count} error(s) in the data:\n{shown}"),
    "IND510": _error("no existe la columna `{column}`", "there is no column `{column}`"),
    "IND511": _error(
        "`{role}` no es un papel de columna (válidos: {valid})", "`{role}` is no role of a column (valid: {valid})"
    ),
    "IND512": _error(
        "ninguna columna da la entidad (se esperaba una de: {valid}); indíquela con columns={{'entity': …}} o --column entity=…",
        "no column gives the entity (expected one of: {valid}); name it with columns={{'entity': …}} or --column entity=…",
    ),
    "IND513": _error(
        "ninguna columna da el periodo (se esperaba `period`); agréguela o indique un periodo para todas las filas",
        "no column gives the period (expected `period`); add it, or give one period for all rows",
    ),
    "IND514": _error(
        "no se entiende ningún periodo; se esperaba por ejemplo 2014, 2014-S1, 2014-Q3 o 2014-06, no `{given}`",
        "no period can be read; expected for example 2014, 2014-S1, 2014-Q3 or 2014-06, not `{given}`",
    ),
    "IND515": _error(
        "ninguna fila tiene a la vez entidad y periodo legibles",
        "no row has both an entity and a period that can be read",
    ),
    "IND516": _error(
        "{path}: falta llenar {role} en la celda {cell}", "{path}: {role} is not filled in at cell {cell}"
    ),
    "IND517": _error("{path}: ya no existe la hoja «{sheet}»", "{path}: sheet “{sheet}” is gone"),
    "IND518": _error(
        "{path}: el libro se hizo para `{given}`, no para `{program}`",
        "{path}: the workbook was made for `{given}`, not for `{program}`",
    ),
    "IND519": _error(
        "{path}: la carpeta no contiene libros llenados (.xlsx)",
        "{path}: the folder holds no filled-in workbooks (.xlsx)",
    ),
    "IND520": _error("no existe {kind} `{name}` (válidos: {valid})", "there is no {kind} `{name}` (valid: {valid})"),
    "IND521": _error("falta la columna `{column}` (vale: {valid})", "column `{column}` is missing (valid: {valid})"),
    "IND522": _error("la clave `{given}` aparece más de una vez", "the key `{given}` appears more than once"),
    "IND523": _error(
        "no se probó la mejor selección en {seconds} segundos",
        "the best choice could not be proved in {seconds} seconds",
    ),
    "IND530": _error(
        'esto requiere el complemento `{extra}`: pip install "icmaml-indicators[{extra}]"',
        'this needs the extra `{extra}`: pip install "icmaml-indicators[{extra}]"',
    ),
    "IND540": _error("--column recibe PAPEL=NOMBRE, no `{given}`", "--column takes ROLE=NAME, not `{given}`"),
    "IND541": _error(
        "--bands recibe VARIABLE=CORTE,CORTE…, no `{given}`", "--bands takes VARIABLE=CUT,CUT…, not `{given}`"
    ),
    "IND545": _error(
        "`--term` es PRIMER_MES,ÚLTIMO_MES, por ejemplo 2024-10,2027-09, no `{given}`",
        "`--term` is FIRST_MONTH,LAST_MONTH, for example 2024-10,2027-09, not `{given}`",
    ),
    "IND546": _error("la tasa debe ser mayor que -1, no {given}", "the rate must lie above -1, not {given}"),
    "IND542": _error(
        "una página HTML muestra un comparativo; escriba la evaluación como .csv, .xlsx, .parquet o .json",
        "an HTML page shows a benchmark; write an assessment as .csv, .xlsx, .parquet or .json",
    ),
    "IND543": _error(
        "no se escriben archivos `{suffix}` (válidos: {valid})",
        "cannot write files of kind `{suffix}` (valid: {valid})",
    ),
}


def phrase(code: str, language: str, **details: object) -> str:
    """Return message `code` in one language, filled with `details`."""
    return MESSAGES[code].text(language, **details)
