"""Rubrics, matrices, and the tree of groups and indicators."""

from __future__ import annotations

PAGES: dict[str, tuple[str, ...]] = {
    "IND330": ("Halla puntos y créditos que no son ni número ni fracción.", "Los puntos se suman con exactitud."),
    "IND331": (
        "Halla créditos de respuestas que no suben, o que solo algunas opciones tienen.",
        "Una mejor respuesta no debe ganar menos.",
    ),
    "IND332": (
        "Halla claves de fórmulas en un criterio: `formula`, `scale`, `target`, `range`, `attainment`.",
        "Una respuesta gana puntos; no tiene fórmula ni escala.",
    ),
    "IND333": (
        "Halla un grupo cuyos puntos no son la suma de los de sus partes, como fracciones exactas.",
        "O una parte o el todo está mal.",
    ),
    "IND334": (
        "Halla hermanos de los que algunos tienen puntos y otros no.",
        "Habría que adivinar cuánto valen los demás.",
    ),
    "IND335": ("Halla compuertas que requieren un nodo que no está debajo.", "La compuerta no detendría nada."),
    "IND336": ("Halla criterios con un tipo de respuesta que no existe.", "Nadie podría responder."),
    "IND337": (
        "Halla escaleras por respuestas sobre criterios con opciones distintas.",
        "Los escalones no serían los mismos para todos.",
    ),
    "IND338": (
        "Halla escaleras cuyo número de niveles no es el de sus escalones y uno más.",
        "Un escalón no tendría nombre.",
    ),
    "IND339": (
        "Halla compuertas que detienen un nodo en un nivel que no tiene.",
        "La compuerta no detendría nada.",
    ),
    "IND140": (
        "Halla compuertas que topan la calificación de un grupo del que menos es mejor (`direction: lower`).",
        "Quien incumple lo que pide la compuerta saldría mejor.",
    ),
    "IND340": (
        "Califica las mejores respuestas, y halla grupos que no llegan a lo que declaran.",
        "La calificación máxima quedaría fuera de alcance, o se daría más que la máxima.",
    ),
    "IND341": (
        "Califica muchas respuestas, y halla niveles que ninguna de ellas da.",
        "El nivel está en las publicaciones y nadie puede tenerlo.",
    ),
    "IND342": (
        "Halla criterios de los que una mejor respuesta, o la evidencia, baja una calificación.",
        "Quien hace más no debe calificar menos.",
        "Cuente como cero lo que no tiene evidencia, donde la evidencia se requiere.",
    ),
    "IND343": ("Halla criterios que no pueden cambiar el resultado.", "Quien evalúa responde para nada."),
    "IND344": (
        "Halla compuertas que nunca detienen nada.",
        "Quien escribió la compuerta espera que haga algo.",
    ),
    "IND345": (
        "Halla bonos y castigos en un grupo que no dice cuánto mueven a lo más.",
        "Por no decirlo se han publicado calificaciones de más de 100.",
    ),
    # Matrices -----------------------------------------------------------------------------------------
    "IND346": (
        "Halla métodos de cumplimiento que no convienen al sentido.",
        "Menos cumplimiento parecería más.",
    ),
    "IND347": ("Halla `scale` o `target` junto a un `attainment`.", "El cumplimiento es la calificación."),
    "IND349": ("Halla programas con `tree` y también `matrix`.", "El árbol se sigue de la matriz."),
    "IND350": ("Halla objetivos de una matriz sin indicador.", "Nadie podría decir si se alcanzan."),
    "IND351": ("Halla componentes de una matriz sin actividades.", "Un componente es lo que producen las actividades."),
    "IND352": (
        "Halla indicadores de una matriz sin unidad, línea base, meta, frecuencia o medios de verificación.",
        "La ficha de un indicador pide todos.",
    ),
    "IND353": (
        "Halla objetivos por debajo del fin sin supuestos.",
        "Lo que debe cumplirse fuera del programa es parte de su lógica.",
    ),
    "IND354": (
        "Halla componentes y actividades que se miden menos seguido de lo que su nivel necesita.",
        "Para cuando llega el resultado ya no se puede corregir el rumbo.",
    ),
    "IND355": ("Halla metas que no mejoran la línea base.", "Hacerlo peor que antes contaría como éxito."),
    "IND356": (
        "Halla autoevaluaciones por CREMAA a las que les falta una de las cualidades.",
        "La media de las otras parecería el todo.",
    ),
    "IND357": (
        "Halla cualidades a las que la autoevaluación da una nota baja.",
        "Se sabe que el indicador no sirve.",
    ),
    # Trees --------------------------------------------------------------------------------------------
    "IND134": (
        "Halla `role` dentro de `criterion`, donde estaba antes. `--fix` lo mueve.",
        "Qué es un nodo para su padre se dice en un solo lugar, de los criterios y de lo que solo se muestra por igual.",
    ),
    "IND135": (
        "Halla `role` en un criterio y también al lado.",
        "Habría que adivinar cuál de los dos vale.",
    ),
    "IND136": (
        "Halla `weight: 0` debajo de una agregación que pesa.",
        "Su calificación no cambia nada, y su ausencia sí: la política de `missing` actúa sobre el grupo. `--unsafe-fixes` "
        "escribe `role: informational`: un grupo que por su falta no tenía calificación la tiene entonces, lo que `diff` dice "
        "que rompe.",
        "`role: informational` en el lugar del peso, o un peso.",
    ),
    "IND137": (
        "Halla `role: informational` en un indicador de contexto. `--fix` lo quita donde no se reparten puntos.",
        "Con uno de los dos ya está dicho.",
        "Solo `direction: context`, o un sentido y una escala donde se deba calificar y mostrar.",
    ),
    "IND143": (
        "Halla `shares` de `cuts` que no suben, o que quedan fuera de 0 y 1.",
        "Una clase no tendría a nadie, o a más que todos.",
    ),
    "IND144": ("Halla `cuts` en un nodo que no tiene niveles, o tiene uno.", "No habría qué cortar."),
    "IND145": (
        "Halla `shares` de `cuts` que son más o menos que los cortes entre los niveles.",
        "Quedarían niveles sin calificaciones, o partes sin nivel.",
    ),
    "IND360": (
        "Halla hermanos que tienen todos peso, con una suma cercana a 1 o a 100 que no lo es.",
        "De todos modos se hace que los pesos sumen uno, así que nadie lo nota; los pesos publicados son entonces otros.",
    ),
    "IND361": (
        "Halla niveles que empiezan por encima de la calificación más alta, o acaban por debajo de la más baja, que las escalas "
        "pueden dar.",
        "Ninguna entidad puede tenerlos nunca.",
    ),
    "IND362": (
        "Halla hermanos, o variables, con el mismo título.",
        "Quien lee tablas y gráficas no puede distinguirlos.",
    ),
    "IND363": (
        "Halla textos que son iguales en español y en inglés aunque sus palabras no lo son.",
        "La mitad de quienes leen no puede leerlo.",
    ),
    "IND364": (
        "Halla español bajo `en` e inglés bajo `es`, por sus palabras pequeñas.",
        "Los reportes salen en el idioma equivocado.",
    ),
    "IND365": (
        "Halla un programa, en una carpeta de programas, cuyo archivo o carpeta lleva otro nombre; las ediciones están en una "
        "carpeta con el nombre del programa.",
        "Los programas se buscan por esos nombres.",
    ),
    "IND366": (
        "Halla un grupo cuyas partes tienen puntos, debajo de un grupo que suma puntos, que no dice cómo agrega.",
        "Sin `aggregation` toma la media de sus partes y vale lo mismo que cada hermano: los puntos escritos en él son pesos, y "
        "90 puntos de 100 pueden quedar en 50.",
        "`aggregation: points`, o `aggregation: arithmetic_mean` donde se quiera la media.",
    ),
    "IND367": (
        "Halla un grupo sin `aggregation` en un programa cuya agregación es otra que la media aritmética.",
        "La agregación de un programa es la de su total: los grupos no la toman, y toman la media.",
        "Escriba `aggregation` en el grupo: la del programa, o `arithmetic_mean`.",
    ),
    "IND368": (
        "Halla un nodo cuya calificación se redondea a pasos más anchos que la distancia entre dos cortes de sus niveles.",
        "Los niveles se cortan sobre la calificación redondeada: a uno de ellos casi nunca se llega, o nunca.",
        "Más decimales, o cortes más separados.",
    ),
    "IND748": (
        "Halla un grupo con `aggregation: copeland` cuya calificación otro grupo pesa con otras.",
        "Las victorias menos las derrotas dependen de con quién más se compara y nada dicen de distancias; junto a calificaciones "
        "de 0 a 100 su tamaño es el de la población.",
        "Compare solo en el total, dé al grupo `role: informational`, o una media.",
    ),
    "IND750": (
        "Halla pesos que se ajustan con menos partes de las que su método puede distinguir.",
        "Dos partes se correlacionan una con otra y con nada más: nada en sus calificaciones distingue a una de otra.",
        "`weights: equal`, pesos declarados, o más partes.",
    ),
    "IND751": (
        "Halla un `weight` en un grupo cuyos pesos salen de otra parte; si parten de lo que se declara, uno calculado.",
        "Parece que hace algo.",
        "Ningún `weight`, o ningún `weights` en el grupo.",
    ),
    "IND754": (
        "Halla pares, o presupuestos, que dejan fuera una parte del grupo, nombran una dos veces o nombran lo que no es "
        "parte de él.",
        "Un par que nadie juzgó no tiene proporción, y una parte a la que nadie dio nada no tiene un peso que se quisiera.",
        "Cada par de partes una vez, primero la que importa más; en cada presupuesto todas las partes.",
    ),
    "IND755": (
        "Halla pares comparados en el proceso analítico jerárquico cuya razón de consistencia pasa de 0.10.",
        "Saaty acepta los pesos de juicios hasta una décima parte tan inconsistentes como los que salen al azar, y más allá "
        "vuelve a preguntar.",
        "Vuelva a juzgar los pares que van contra los demás.",
    ),
    "IND380": (
        "Halla textos sin comillas de YAML que empiezan con una comilla tipográfica: “ ” „ ‘ ’ «.",
        "Los procesadores de texto las ponen en el lugar de las comillas de YAML, y pasan a ser parte del texto: la versión "
        "`“1”` no es la versión `1`.",
        "Comillas rectas. Un texto que deba empezar así, como una cita, va completo entre comillas rectas.",
    ),
}
