"""What can be wrong with a spec: its text, its structure, its formulas, its meaning."""

from __future__ import annotations

from .message import Message, error, info, warning

MESSAGES: dict[str, Message] = {
    # Text and structure ---------------------------------------------------------------------------------
    "IND101": error("el archivo no es YAML válido: {problem_es}", "the file is not valid YAML: {problem_en}"),
    "IND102": error(
        "la clave `{key}` se repite; ya aparece en la línea {first}",
        "key `{key}` is repeated; it stands on line {first} already",
    ),
    "IND103": error(
        "las anclas y los alias de YAML (`{name}`) no se admiten; escriba el valor completo",
        "YAML anchors and aliases (`{name}`) are not allowed; write the value out",
    ),
    "IND104": error("clave desconocida `{key}`", "unknown key `{key}`"),
    "IND105": error("falta la clave `{key}`", "key `{key}` is missing"),
    "IND106": error("`{key}` debe ser {wanted_es}, no {given}", "`{key}` must be {wanted_en}, not {given}"),
    "IND107": error("`{given}` no es un valor válido de `{key}`", "`{given}` is not a valid `{key}`"),
    "IND108": error(
        "el archivo tiene {size} bytes; el máximo es {limit}",
        "the file has {size} bytes; the limit is {limit}",
    ),
    "IND109": error("anidado a más de {limit} niveles de profundidad", "nested more than {limit} levels deep"),
    "IND110": error(
        "el archivo no figura en `parts` de {program}", "the file is not listed under `parts` of {program}"
    ),
    "IND111": error("no existe la parte `{part}`", "there is no part `{part}`"),
    "IND112": error("el archivo está vacío", "the file is empty"),
    "IND113": error("el archivo no es texto UTF-8 válido", "the file is not valid UTF-8 text"),
    "IND114": error(
        "`{key}` debe ser un número; `{given}` se lee como texto: escriba {mend}",
        "`{key}` must be a number; `{given}` reads as text: write {mend}",
    ),
    "IND115": error(
        "`{given}` no sirve como identificador: use minúsculas, dígitos y guion bajo, sin palabras reservadas",
        "`{given}` cannot be an id: use lower case, digits and underscore, and no reserved word",
    ),
    "IND116": error("no se puede leer: {problem}", "cannot be read: {problem}"),
    "IND117": error("el archivo tiene más de {limit} elementos", "the file has more than {limit} elements"),
    "IND118": error("la etiqueta YAML `{tag}` no se admite", "YAML tag `{tag}` is not allowed"),
    "IND119": error("la clave debe ser un texto simple", "a key must be plain text"),
    "IND120": error(
        "la carpeta no contiene ningún programa (program.yaml ni archivos con `spec: 1`)",
        "the folder holds no program (no program.yaml and no file with `spec: 1`)",
    ),
    "IND121": warning("el archivo no es un spec; se ignora", "the file is not a spec; it is ignored"),
    "IND122": error(
        "falta un corte para la opción `{option}` de `{name}`",
        "there is no cut for option `{option}` of `{name}`",
    ),
    "IND123": error("la lista no puede estar vacía", "the list cannot be empty"),
    "IND124": error("no existe la tabla `{name}`", "there is no table `{name}`"),
    "IND125": error(
        "la fila tiene {given} celdas; la tabla tiene {wanted} columnas",
        "the row has {given} cells; the table has {wanted} columns",
    ),
    "IND126": error(
        "no es un archivo común sino una tubería o un dispositivo; no se lee",
        "this is no regular file but a pipe or a device; it is not read",
    ),
    "IND127": error(
        "es un enlace simbólico que lleva fuera de {folder}; no se lee",
        "this is a symbolic link that leads out of {folder}; it is not read",
    ),
    # Formulas -------------------------------------------------------------------------------------------
    "IND201": error("la fórmula no se entiende aquí: {problem_es}", "the formula cannot be read here: {problem_en}"),
    "IND202": error("`{name}` no es una variable ni un indicador", "`{name}` is neither a variable nor an indicator"),
    "IND203": error("no existe la función `{name}`", "there is no function `{name}`"),
    "IND204": error(
        "`{name}` recibe {wanted} argumentos, no {given}", "`{name}` takes {wanted} arguments, not {given}"
    ),
    "IND205": error("las fórmulas forman un ciclo: {cycle}", "the formulas form a cycle: {cycle}"),
    "IND207": error("`{option}` no es una opción de `{name}`", "`{option}` is not an option of `{name}`"),
    "IND208": error(
        "un texto entre comillas solo puede compararse (== o !=) con una variable de opciones",
        "quoted text can only be compared (== or !=) with a variable that has options",
    ),
    "IND209": error("la fórmula supera {limit}", "the formula exceeds {limit}"),
    "IND210": error("el denominador es siempre cero", "the denominator is always zero"),
    "IND211": error(
        "el segundo argumento de `lag` debe ser un entero positivo escrito como número",
        "the second argument of `lag` must be a positive whole number written out",
    ),
    "IND212": error(
        "hay más de {limit} operaciones una dentro de otra, contando las fórmulas que se nombran: escriba las sumas largas "
        "como `sum(a, b, …)` y las demás cadenas por partes, entre paréntesis",
        "more than {limit} operations stand one inside another, counting the formulas that are named: write long sums as "
        "`sum(a, b, …)` and other chains in parts, in parentheses",
    ),
    "IND213": error(
        "`{name}` es una categoría: solo puede compararse (== o !=) con una de sus opciones, entre comillas",
        "`{name}` is a category: it can only be compared (== or !=) with one of its options, in quotes",
    ),
    "IND214": info(
        "`{sign}` da siempre más de lo que cabe en un número (1.8e308): aquí nunca hay resultado",
        "`{sign}` always gives more than a number can hold (1.8e308): there is never a result here",
    ),
    "IND215": info(
        "`lag` retrocede {steps} periodos, más de los que puede haber: nunca hay dato",
        "`lag` goes back {steps} periods, more than there can be: there is never a figure",
    ),
    # Program --------------------------------------------------------------------------------------------
    "IND301": error(
        "el identificador `{id}` se repite; ya aparece en {first}",
        "id `{id}` is repeated; it stands at {first} already",
    ),
    "IND302": warning("ninguna fórmula usa la variable `{id}`", "no formula uses variable `{id}`"),
    "IND303": error("el ejemplo de `{id}` da {got}, no {wanted}", "the example of `{id}` gives {got}, not {wanted}"),
    "IND304": error(
        "el ejemplo nombra `{name}`, que no es una variable",
        "the example names `{name}`, which is no variable",
    ),
    "IND305": error("`direction: target` exige `target`", "`direction: target` needs `target`"),
    "IND306": error("el rango va de menor a mayor: {low} > {high}", "a range goes from low to high: {low} > {high}"),
    "IND307": error("{what_es} {problem_es}", "{what_en} {problem_en}"),
    "IND308": error(
        "la tabla de decisión no cubre {count} combinación(es), por ejemplo {sample}",
        "the decision table leaves {count} combination(s) open, for example {sample}",
    ),
    "IND309": error(
        "la regla {number} nunca se aplica: las anteriores ya cubren sus casos",
        "rule {number} can never apply: the rules before it cover its cases",
    ),
    "IND310": error(
        "la tabla de decisión nombra `{name}`, que no existe en {where}",
        "the decision table names `{name}`, which {where} does not have",
    ),
    "IND311": error("los pesos de `{id}` suman cero", "the weights of `{id}` sum to zero"),
    "IND312": error("`{method}` exige `{key}`", "`{method}` needs `{key}`"),
    "IND313": error("procedencia `{status}` exige `{key}`", "provenance `{status}` needs `{key}`"),
    "IND314": error(
        "`{id}` no declara procedencia ni la hereda", "`{id}` neither declares a provenance nor inherits one"
    ),
    "IND315": error("`{key}` no se usa con `{method}`", "`{key}` has no use with `{method}`"),
    "IND316": error("`{name}` no es una variable de opciones", "`{name}` is not a variable with options"),
    "IND317": error("una variable de tipo {type} exige `options`", "a variable of type {type} needs `options`"),
    "IND318": error("{problem_es}", "{problem_en}"),
    "IND319": warning("`{id}` no tiene ningún ejemplo", "`{id}` has no example"),
    "IND320": error("el programa `{id}` ya está declarado en {first}", "program `{id}` is already declared in {first}"),
    "IND321": error("el ejemplo de `{id}` no da valor a `{name}`", "the example of `{id}` gives no value for `{name}`"),
    # Rubrics --------------------------------------------------------------------------------------------
    "IND330": error(
        "`{given}` no es un número ni una fracción como 100/45",
        "`{given}` is neither a number nor a fraction such as 100/45",
    ),
    "IND331": error("los créditos de las respuestas {problem_es}", "the credits of the answers {problem_en}"),
    "IND332": error("`{key}` no se usa en un criterio", "`{key}` has no use in a criterion"),
    "IND333": error(
        "los puntos de los hijos de `{id}` suman {sum}, no {points}",
        "the points of the children of `{id}` add up to {sum}, not {points}",
    ),
    "IND334": error(
        "`{id}` no declara puntos y sus hermanos sí: dé puntos a todos o a ninguno",
        "`{id}` declares no points and its siblings do: give points to all or to none",
    ),
    "IND335": error("`{name}` no es un nodo bajo `{id}`", "`{name}` is not a node below `{id}`"),
    "IND336": error("no existe la respuesta `{name}`", "there is no answer `{name}`"),
    "IND337": error(
        "una escalera por respuestas exige que todos los criterios bajo `{id}` tengan las mismas opciones; `{name}` no las tiene",
        "a staircase by answers needs the same options in all criteria below `{id}`; `{name}` has others",
    ),
    "IND338": error(
        "`{id}` tiene {steps} escalones y exige {wanted} niveles sin cortes, no {given}",
        "`{id}` has {steps} steps and needs {wanted} levels without cuts, not {given}",
    ),
    "IND339": error("`{name}` no es un nivel de `{id}`", "`{name}` is not a level of `{id}`"),
    "IND340": error(
        "con las mejores respuestas `{id}` llega a {reached}, no a {declared}",
        "with the best answers `{id}` reaches {reached}, not {declared}",
    ),
    "IND341": error(
        "ninguna combinación de respuestas da a `{id}` el nivel `{level}`",
        "no combination of answers gives `{id}` the level `{level}`",
    ),
    "IND342": error(
        "una mejor respuesta a `{name}` baja la calificación de `{id}` de {before} a {after}",
        "a better answer to `{name}` lowers the score of `{id}` from {before} to {after}",
    ),
    "IND343": error(
        "el criterio `{name}` no puede cambiar el resultado", "criterion `{name}` cannot change the result"
    ),
    "IND344": error(
        "la compuerta {number} de `{id}` nunca limita nada", "gate {number} of `{id}` never limits anything"
    ),
    "IND345": error(
        "`{name}` admite puntos extra o deducciones, y `{id}` no dice hasta cuántos: agregue `{cap}`",
        "`{name}` adds or takes points, and `{id}` does not say how many at most: add `{cap}`",
    ),
    "IND346": error(
        "`{method}` no va con el sentido `{direction}`", "`{method}` does not go with the direction `{direction}`"
    ),
    "IND347": error("`{key}` no se usa junto a `attainment`", "`{key}` has no use beside `attainment`"),
    "IND349": error(
        "el programa tiene `tree` y `matrix`: indique solo uno", "the program has `tree` and `matrix`: give one of them"
    ),
    "IND350": error("el objetivo `{id}` no tiene indicador", "the objective `{id}` has no indicator"),
    "IND351": error("el componente `{id}` no tiene actividades", "the component `{id}` has no activities"),
    "IND352": error(
        "al indicador `{id}` de la matriz le falta `{missing}`", "the indicator `{id}` of the matrix lacks `{missing}`"
    ),
    "IND353": warning("el objetivo `{id}` no tiene supuestos", "the objective `{id}` has no assumptions"),
    "IND354": warning(
        "`{id}` se mide cada `{frequency}`, y en su nivel conviene cada `{slowest}` o más seguido",
        "`{id}` is measured every `{frequency}`; at its level every `{slowest}` or more often serves better",
    ),
    "IND355": error(
        "la meta {target} de `{id}` no mejora la línea base {base} en el sentido `{direction}`",
        "the target {target} of `{id}` does not improve on the baseline {base} in the direction `{direction}`",
    ),
    "IND356": warning(
        "a la autoevaluación CREMAA de `{id}` le falta `{missing}`",
        "the CREMAA self-assessment of `{id}` lacks `{missing}`",
    ),
    "IND358": error(
        "con `{key_name}: {given}` la escala `{method}` no puede calificar a nadie: {why_es}",
        "with `{key_name}: {given}` the scale `{method}` can score nobody: {why_en}",
    ),
    "IND357": warning(
        "`{id}` tiene {mark} en `{quality}`: el indicador no cumple esa cualidad",
        "`{id}` has {mark} in `{quality}`: the indicator does not have that quality",
    ),
}
