"""Formulas, their units, the ranges of what they read, populations and parameters."""

from __future__ import annotations

PAGES: dict[str, tuple[str, ...]] = {
    "IND201": (
        "Halla lo que la gramática de las fórmulas no conoce: `=` por `==`, `^` por `**`, un paréntesis que falta, "
        "`a < b < c`.",
        "Una fórmula que se puede leer de dos modos da dos resultados.",
    ),
    "IND202": ("Halla un nombre que no es ni variable ni indicador.", "La fórmula no tiene resultado."),
    "IND203": (
        "Halla la llamada a una función que el lenguaje no tiene.",
        "Las fórmulas solo llaman funciones de una lista corta, para que un spec no pueda hacer daño.",
    ),
    "IND204": ("Halla una función con muy pocos o demasiados argumentos.", "Habría que adivinar lo que falta."),
    "IND205": (
        "Halla indicadores y calificaciones que se calculan unos de otros en círculo, también a través de periodos "
        "anteriores: los renglones de un periodo se califican juntos.",
        "Ninguno de ellos tiene resultado.",
    ),
    "IND206": (
        "Halla una función de una población que no dice cuál: `median(x)` por `median(x over period)`.",
        "Habría que adivinar de quién son las cifras.",
        "Escriba `over` y la población al final de los argumentos.",
    ),
    "IND207": (
        "Halla una comparación con una opción que la variable no tiene, o un corte para ella, o el nivel de un nodo que no "
        "lo tiene.",
        "Nunca sería verdadera.",
    ),
    "IND208": (
        "Halla texto entre comillas que no se compara con una variable que tiene opciones, ni con el nivel de un nodo.",
        "El texto no es una cifra con la que se pueda calcular.",
    ),
    "IND209": (
        "Halla fórmulas de más de 2,000 caracteres o 40 niveles.",
        "Nadie puede revisarlas, y los límites impiden que un spec hostil acapare la máquina.",
        "Dé a sus partes un indicador propio y nómbrelo.",
    ),
    "IND210": ("Halla una división entre el número cero.", "Nunca hay resultado."),
    "IND211": (
        "Halla un `lag` cuyo segundo argumento no es un número entero desde 1, escrito como tal.",
        "Qué tan atrás mira una fórmula debe saberse antes de que lleguen los datos.",
    ),
    "IND212": (
        "Halla más de 100 operaciones una dentro de otra; las fórmulas que una fórmula nombra cuentan con ella.",
        "Cada `+` de una cadena está dentro del siguiente. Lo que lee una fórmula baja paso a paso, y los límites impiden que "
        "un spec hostil acapare la máquina.",
        "Escriba las sumas largas como `sum(a, b, …)`, y otras cadenas por partes, entre paréntesis.",
    ),
    "IND213": (
        "Halla una variable de tipo categoría, o un nivel, con que se calcula, que se ordena, o que se compara con un número.",
        "Sus cifras serían los lugares de sus opciones en la lista: otro orden de la lista, otro resultado.",
    ),
    "IND291": (
        "Halla una categoría con `options: any` que se compara con un texto entre comillas, o por la que va una tabla de "
        "cifras.",
        "No se sabe qué textos llegarán: de uno mal escrito nunca se diría nada.",
    ),
    "IND214": (
        "Dice de una potencia, un producto u otra parte de una fórmula que es mayor que cualquier número posible, sean cuales "
        "sean los datos.",
        "No tiene resultado: el indicador siempre está ausente, o lo que se divide entre esta parte siempre es cero.",
    ),
    "IND215": (
        "Dice de un `lag`, o de varios uno dentro de otro, que va más atrás de lo que el primer año, 0000, está del último, "
        "9999.",
        "Ningún dato tiene tal periodo: la cifra siempre está ausente.",
    ),
    "IND216": (
        "Halla `score(…)` de un nodo que no puede tener calificación, `level(…)` de uno sin niveles, y `weight(…)` de uno que "
        "no cuenta en un grupo.",
        "No hay nada que leer.",
    ),
    "IND217": (
        "Halla una estadística o una escala sobre algo que no es una población.",
        "No dice de quién son las cifras.",
    ),
    "IND218": (
        "Halla una calificación, un nivel o una estadística en una revisión de los datos o en una propiedad de un indicador.",
        "Una cifra se rechazaría, o una propiedad no se cumpliría, por lo que otros entregaron.",
    ),
    "IND219": (
        "Halla un rango cuya palabra para los empates no es `average`, `min`, `max` ni `dense`, y un cuantil cuya parte no es "
        "un número de 0 a 1, escrito como tal.",
        "Habría que adivinar lo que se quiso decir.",
    ),
    # Units --------------------------------------------------------------------------------------------
    "IND220": (
        "Halla cifras (variables de tipo número o entero) y fórmulas sin unidad.",
        "Miles de pesos y pesos se ven iguales hasta que se suman.",
    ),
    "IND221": (
        "Halla una unidad con una palabra que el vocabulario de unidades no conoce.",
        "No se revisan las dimensiones de las fórmulas que la usan.",
        "Corrija cómo está escrita, o agregue un `symbol`: `unit: {es: …, en: …, symbol: kWh/person}`. Una variable de tipo "
        "entero puede contar una cosa propia: `unit: {es: quioscos, en: kiosks}`.",
    ),
    "IND222": (
        "Halla sumas, restas, comparaciones, `min`, `max`, `mean` y elecciones entre cifras de dimensiones distintas.",
        "Pesos y personas no se suman: al menos un nombre no es el correcto.",
        "En las revisiones se pueden comparar conteos de cosas distintas: los incendios no son más que las llamadas de "
        "emergencia.",
    ),
    "IND223": (
        "Halla logaritmos, exponenciales, exponentes y tasas de descuento que reciben una cifra con unidad.",
        "El logaritmo de pesos es otro número que el de miles de pesos.",
        "Divida primero entre una referencia: `log(income / 100)`, con la referencia como variable en pesos.",
    ),
    "IND224": (
        "Halla sumas y comparaciones de una misma dimensión en dos tamaños: horas y minutos, una parte y un porcentaje.",
        "El resultado se aparta por la razón entre los dos.",
    ),
    "IND225": (
        "Halla una fórmula cuya dimensión no es la de la unidad que declara el indicador.",
        "O la fórmula divide entre la cifra equivocada, o a quien lee se le dice la unidad equivocada.",
        "Una marca (índice, calificación, puntos) puede ser una cifra dividida entre un número escrito, que entonces está por "
        "una cifra de la misma unidad: `(age - 20) / 65`. Donde se quiera decir otra cosa, permítalo con una razón.",
    ),
    "IND226": (
        "Halla una fórmula de la dimensión correcta y el tamaño equivocado: una parte donde la unidad dice %, `* 100` donde "
        "dice por mil.",
        "Las cifras que se publican se equivocan por ese factor.",
    ),
    "IND227": (
        "Halla una unidad cuyo `symbol` dice otra cosa que sus palabras.",
        "Las personas leen las palabras y las máquinas el símbolo.",
    ),
    "IND228": (
        "Dice que un símbolo no está en el vocabulario y que el complemento `units` (pint) no está instalado.",
        "La unidad no se revisa hasta que lo esté.",
        "`pip install 'icmaml-indicators[units]'`.",
    ),
    # Ranges -------------------------------------------------------------------------------------------
    "IND230": (
        "Halla un denominador que puede ser cero sin que nada lo declare: una cifra sin valor mínimo, o una resta que puede "
        "anularse.",
        "El resultado queda entonces indefinido, y quien escribió la fórmula quizá no lo pensó.",
        "Declare el intervalo, o muestre con un ejemplo (`expect: undefined`) que eso se quiere.",
    ),
    "IND231": (
        "Dice, una vez por denominador, que su intervalo declarado admite el cero.",
        "Un intervalo que empieza en 0 dice que el cero es un estado real, y el resultado queda entonces indefinido; muchas "
        "veces el intervalo debería empezar en 1.",
        "Corrija el intervalo, muestre con un ejemplo (`expect: undefined`) que el cero se quiere, o permítalo con una razón.",
    ),
    "IND232": (
        "Halla un indicador cuyos resultados quedan todos fuera de su intervalo declarado, por aritmética de intervalos sobre "
        "los de sus variables y las revisiones entre ellas.",
        "Todo resultado se señalaría como inverosímil: el intervalo, la fórmula o los intervalos de las variables están mal.",
    ),
    "IND233": (
        "Dice que un intervalo declarado es más ancho de lo que pueden ser los resultados. Solo si se pide.",
        "Un intervalo más estrecho señalaría más errores en los datos.",
    ),
    "IND234": (
        "Halla un `if_else` cuya condición se cumple siempre o nunca, según los intervalos de sus variables.",
        "Una de las ramas nunca se usa: la condición, o un intervalo, está mal.",
    ),
    "IND235": (
        "Halla raíces y logaritmos de lo que puede ser negativo, o cero.",
        "Para esas cifras no hay resultado.",
    ),
    "IND236": (
        "Halla raíces, logaritmos y cocientes que no tienen resultado para ninguna cifra del intervalo.",
        "El indicador siempre está ausente.",
    ),
    "IND237": (
        "Halla revisiones que se cumplen con toda cifra del intervalo.",
        "Parece que los datos se revisan, y no es así.",
    ),
    "IND238": (
        "Halla revisiones que no se cumplen con ninguna cifra del intervalo.",
        "Se rechazarían todos los datos.",
    ),
    "IND240": (
        "Halla un dato de `improves_with` que mueve el resultado en contra de lo que `direction` llama bueno.",
        "El sentido, la fórmula o lo que se afirma está mal, y se ordenaría a las entidades al revés.",
    ),
    "IND241": (
        "Dice que no se pudo mostrar si el resultado sube o baja con un dato de `improves_with`.",
        "Lo que se afirma queda sin revisar.",
        "Declare los intervalos de los datos; muchas veces basta uno que empiece en 0.",
    ),
    "IND242": ("Halla un dato de `improves_with` que la fórmula no lee.", "No mueve nada."),
    "IND243": (
        "Halla `improves_with` en un indicador del que ni más ni menos es bueno.",
        "El contexto no es mejor ni peor, y cerca de una meta depende.",
    ),
    "IND245": (
        "Halla dos indicadores cuyas fórmulas son iguales en álgebra, se escriban como se escriban. Lo que solo se muestra "
        "(`role: informational`) queda fuera.",
        "Una misma cosa cuenta dos veces en la calificación.",
    ),
    "IND246": (
        "Dice que un indicador es otro multiplicado por una constante.",
        "Ordenan igual a las entidades, de modo que una cosa puede contar dos veces.",
    ),
    "IND247": (
        "Halla una escala por la que la mejor cifra tiene la peor calificación: tramos o puntos que bajan donde más es mejor o "
        "suben donde menos lo es, y `to` con sus extremos al revés. Con `direction: target` no se dice nada.",
        "Los tramos y los puntos se toman como están, sea cual sea el sentido: un descuido en el orden da al peor la mejor "
        "calificación.",
        "Calificaciones en el orden del sentido, o el sentido que se quiere.",
    ),
    # Populations --------------------------------------------------------------------------------------
    "IND266": (
        "Halla condiciones (`where`, `applies`) que nombran un indicador, un grupo, o nada que exista.",
        "Quién está en una población se decide antes de calcular nada.",
    ),
    "IND267": (
        "Halla poblaciones que se llaman `period`, `all` o `entity`.",
        "`over` no sabría cuál de las dos se quiere.",
    ),
    "IND268": (
        "Halla poblaciones por algo que no tiene opciones.",
        "Hay una población por cada opción, o ninguna; una cifra se corta primero (`of`).",
    ),
    "IND270": (
        "Halla variables que se cortan de algo que no es una variable de cifras.",
        "No hay qué poner frente a los cortes.",
    ),
    "IND271": (
        "Halla condiciones (`where`, `applies`) que ningún ejemplo del programa cumple.",
        "Una condición que nunca se cumple parece mal escrita, y nada la prueba.",
    ),
    "IND269": (
        "Halla poblaciones sobre las que no va ninguna fórmula ni escala.",
        "Alguien piensa que cuenta, o una fórmula la perdió por error.",
    ),
    # Parameters ---------------------------------------------------------------------------------------
    "IND248": (
        "Halla un parámetro que ninguna fórmula ni número del spec lee.",
        "Quien lee el spec lo toma por una regla en vigor.",
    ),
    "IND250": (
        "Halla un texto junto a `period`, un renglón de una tabla por periodos, o el periodo de una población, que no es un "
        "periodo.",
        "Nada podría compararse nunca con él.",
    ),
    "IND251": (
        "Halla una tabla de cifras que omite una opción, o una combinación de opciones, y no tiene `else`.",
        "Las entidades con esa opción quedarían sin cifra y nadie lo diría. `else: null` dice que no la tienen.",
    ),
    "IND252": (
        "Halla una tabla de cifras con dos renglones para las mismas opciones y el mismo periodo.",
        "Se elegiría una de las cifras sin decirlo.",
    ),
    "IND253": (
        "Halla un renglón de una tabla de cifras con muy pocas o demasiadas celdas.",
        "Una cifra quedaría en el lugar de una opción.",
    ),
    "IND254": (
        "Halla una fórmula en el lugar de un número que lee lo que entregan las entidades. Tal fórmula lee parámetros, "
        "`period` y estadísticas de poblaciones.",
        "Lo que entrega una entidad no fija su propia vara; su categoría sí puede, a través de un parámetro.",
    ),
}
