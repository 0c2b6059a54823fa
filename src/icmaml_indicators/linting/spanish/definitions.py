"""What a program means as a whole, its examples, and programs that are made of others."""

from __future__ import annotations

PAGES: dict[str, tuple[str, ...]] = {
    "IND301": (
        "Halla un id que está dos veces: variables, indicadores, grupos y respuestas comparten los nombres.",
        "Una fórmula no sabría cuál de ellos se quiere.",
    ),
    "IND148": (
        "Halla un encabezado en `columns` que otra variable tiene, o que es el id de otra; mayúsculas, acentos y signos no "
        "distinguen encabezados, así que uno de puros signos no es ninguno.",
        "Una columna de los datos sería de dos variables, o de ninguna.",
    ),
    "IND149": ("Halla `country` en una entidad que no tiene claves de un país.", "No diría nada."),
    "IND302": (
        "Halla una variable que ninguna fórmula, revisión, corte ni respuesta lee.",
        "Se pide a los municipios una cifra que nadie usa, o una fórmula la perdió por error.",
    ),
    "IND305": (
        "Halla `direction: target` sin un `target`, y un `target` sin ese sentido.",
        "Qué tan bueno es un resultado depende de su distancia a la meta.",
    ),
    "IND306": ("Halla intervalos y límites que van de más a menos.", "Ninguna cifra está en ellos."),
    "IND307": (
        "Halla niveles, o tramos de una escala, que dejan un hueco (uno de en medio sin corte), se enciman (cortes que no "
        "suben), o mezclan `up_to` y `from`.",
        "Una calificación no tendría nivel, o tendría dos, y un valor no tendría calificación.",
    ),
    "IND308": (
        "Halla combinaciones de niveles que ninguna regla de una tabla de decisión responde.",
        "Las entidades con esa combinación no tendrían nivel.",
    ),
    "IND309": (
        "Halla reglas de una tabla de decisión que nunca se aplican, porque las de antes cubren sus casos.",
        "Quien escribió la regla espera que haga algo.",
    ),
    "IND310": (
        "Halla hijos y niveles de una tabla de decisión que no existen.",
        "La regla nunca se aplicaría.",
    ),
    "IND311": ("Halla hermanos cuyos pesos suman cero.", "Su padre no tiene calificación."),
    "IND312": (
        "Halla escalas, agregaciones y métodos sin un parámetro que necesitan.",
        "Habría que adivinarlo.",
    ),
    "IND313": (
        "Halla una procedencia documentada sin `source`, y una reconstruida sin `modelled_on`.",
        "Nadie puede consultarla.",
    ),
    "IND314": (
        "Halla indicadores que ni declaran de dónde viene su definición ni la heredan.",
        "Las definiciones oficiales y las propias se verían iguales.",
    ),
    "IND315": ("Halla parámetros que el método elegido no usa.", "Parece que hacen algo."),
    "IND316": (
        "Halla cortes que dependen de una variable sin opciones.",
        "Hay un corte por cada opción, o ninguno.",
    ),
    "IND317": (
        "Halla variables ordinales y categorías sin `options`.",
        "Cualquier respuesta serviría, y ninguna se podría comparar.",
    ),
    "IND318": (
        "Halla claves de las que hace falta exactamente una, o que solo juntas tienen sentido; el mensaje dice cuáles.",
        "Se podría leer de dos modos.",
    ),
    "IND319": (
        "Halla indicadores con fórmula y sin ejemplo.",
        "Un ejemplo junto a la definición muestra lo que se quiere decir y prueba la fórmula cada vez que cambia.",
    ),
    "IND320": (
        "Halla dos programas del mismo id y la misma versión.",
        "Cuál de ellos se quiere dependería del orden de los archivos.",
    ),
    "IND358": (
        "Halla parámetros con los que una escala no califica ninguna cifra: un límite o una meta en cero o menos con `log`, una "
        "referencia de cero, `log` sobre un intervalo sin cifras positivas.",
        "Toda calificación estaría ausente, y no por culpa de los datos.",
        "Como límite bajo, la menor cifra que hace una diferencia; o una escala sin `log`.",
    ),
    # Examples -----------------------------------------------------------------------------------------
    "IND147": (
        "Halla ejemplos que traen una población (`given` es una lista) y esperan algo de más o de menos entidades.",
        "Nadie sabría qué se espera de quién.",
    ),
    "IND303": (
        "Corre cada ejemplo por el motor que califica los datos, y halla los que dan otro resultado.",
        "La fórmula o el ejemplo está mal.",
    ),
    "IND304": (
        "Halla un ejemplo que da un valor a lo que no es una variable.",
        "El valor no se usa: hay un nombre mal escrito.",
    ),
    "IND321": (
        "Halla ejemplos que no dan valor a una variable que la fórmula lee.",
        "La ausencia debe decirse: `null`.",
    ),
    "IND322": (
        "Prueba lo que `holds` dice de un indicador, con sus ejemplos y con datos inventados dentro de sus intervalos y "
        "revisiones, y halla las cifras más sencillas que lo rompen.",
        "La fórmula, un intervalo, una revisión o la propiedad está mal: cifras como éstas se pueden entregar.",
        "Corrija lo que está mal; donde las cifras no pueden darse, dígalo con un intervalo o una revisión.",
    ),
    "IND323": (
        "Halla un nombre en `holds` que no es ni `result` ni un dato del programa.",
        "La propiedad no se puede probar.",
    ),
    "IND324": (
        "Dice de un programa que sus ejemplos recorren una parte menor de sus caminos que la que pide `--min-coverage`.",
        "Los tramos, niveles, respuestas o ausencias que ningún ejemplo recorre pueden cambiar sin que nadie lo note.",
        "Agregue ejemplos para lo que enumera `validate --coverage`.",
    ),
    "IND325": (
        "Halla en un ejemplo un valor que su dato no puede tener.",
        "El ejemplo no muestra nada: tal cifra o respuesta nunca se entrega.",
    ),
    "IND326": ("Halla lo que se espera de un nodo que no existe.", "Nunca puede cumplirse."),
    "IND327": (
        "Halla lo que se espera y no dice nada de su nodo: un nivel donde no hay, un semáforo sin meta, el valor de un grupo.",
        "No prueba nada.",
    ),
    "IND328": (
        "Corre cada ejemplo por el motor que califica los datos, y halla los que llegan a otra calificación, nivel o semáforo.",
        "La definición o el ejemplo está mal.",
    ),
    # Roll-ups -----------------------------------------------------------------------------------------
    "IND280": (
        "Halla un programa que se forma de otro que no está.",
        "No se puede saber de qué se forman las cifras.",
    ),
    "IND281": (
        "Halla un nombre del programa de abajo fuera de una estadística.",
        "Tiene muchas cifras, y la entidad mayor necesita una.",
    ),
    "IND282": (
        "Halla una estadística que no es una cifra por entidad mayor.",
        "La entidad mayor recibiría cifras de otras, o varias.",
    ),
    "IND283": (
        "Halla un programa que se forma por algo que no nombra una entidad mayor.",
        "Nadie sabría quién pertenece a quién.",
    ),
    "IND284": (
        "Halla un programa que se forma a periodos más cortos que los de abajo, o de una entidad al mismo periodo.",
        "Un año no se forma de los semestres de los que es parte.",
    ),
    "IND285": (
        "Halla `from` en una variable de un programa que no se forma de otro, o en una cuyos valores son palabras.",
        "No hay de qué formarla.",
    ),
    "IND286": (
        "Halla un programa que se forma de otro con errores, o de uno que se forma de éste.",
        "Lo que descansa en él estaría mal, o nunca acabaría.",
    ),
    "IND287": (
        "Halla una variable que se toma de abajo y no es ni flujo ni existencia.",
        "Los flujos se suman; las existencias son la última, o se suman en el espacio; de otra cosa nadie puede saberlo.",
    ),
    "IND288": (
        "Halla un programa que se forma de otro y en el que ninguna variable viene de abajo.",
        "El programa de abajo no cambiaría nada.",
    ),
    "IND700": (
        "Halla en un mapa de columnas un nombre que no es ninguna de sus `columns`.",
        "Ahí no se leería nada del archivo.",
    ),
    "IND701": (
        "Halla un mapa de columnas de un programa que ni viene incluido ni está junto a él o a su carpeta.",
        "Nadie podría decir si existen las variables que da.",
    ),
    "IND702": (
        "Halla en un mapa de columnas una variable que su programa no recibe.",
        "Las cifras no llegarían a ninguna parte.",
    ),
    "IND703": (
        "Halla llaves de un mapa de columnas que dicen de menos o de más: ningún periodo o dos, once meses, una suma sin "
        "la columna de sus cifras.",
        "Las cifras no podrían leerse, o podrían de dos modos.",
    ),
    "IND704": (
        "Halla una unidad del archivo, por la de su factor, que no es la unidad de la variable. Las unidades que no se "
        "conocen no se comparan.",
        "Una cifra por día pasaría por una al año.",
    ),
    "IND705": (
        "Halla una columna de un mapa que nada en él lee.",
        "Su encabezado se pediría en vano al archivo, o se olvidó una condición.",
    ),
    "IND706": (
        "Halla una variable que un mapa de columnas da dos veces.",
        "Qué cifra cuenta dependería del orden.",
    ),
    "IND736": (
        "Halla en los `targets` de un mapa de columnas un papel que las tablas de metas no tienen.",
        "Nadie leería la columna del archivo.",
    ),
    "IND737": (
        "Halla un mapa de columnas de una tabla de metas que no dice qué columna es el indicador, su meta o su resultado.",
        "Nada se podría comparar con una meta.",
    ),
    "IND738": (
        "Halla una palabra del archivo a la que un mapa de columnas da un significado que el papel no conoce.",
        "Sus filas no tendrían nivel, sentido o frecuencia, lo que sea.",
    ),
    "IND740": (
        "Halla tratamientos de valores cuya escala no los compara con nadie, o que se llevarían a otra medida que la de su "
        "meta o su escala.",
        "La asimetría es la de una población; lo que lee una escala de extremos fijos sería otra cifra que aquella para la "
        "que se hizo.",
        "Una escala que compara (`min_max`, `z_score` …), o ningún tratamiento.",
    ),
    "IND745": (
        "Halla imputaciones donde no hay hueco que llenar: de respuestas con opciones, de valores que ninguna escala lee, de "
        "un peso que no es una cifra.",
        "Quien lee la especificación creería que los huecos se llenan.",
        "Una escala, o ninguna imputación.",
    ),
    "IND381": (
        "Halla modelos que dejan fuera, o pesan, lo que no es un nodo debajo del total.",
        "El modelo haría menos de lo que dice, y nadie lo notaría.",
    ),
    "IND382": (
        "Halla modelos con una clave que no cambia ninguna regla: sin condiciones que quitar, sin tratamiento que apagar, con "
        "pesos que ya son iguales.",
        "Una comparación mostraría acuerdo donde nada se comparó.",
        "Otra regla, o ninguna clave así.",
    ),
    "IND383": (
        "Halla modelos que califican igual.",
        "Uno de ellos no dice nada, y las proporciones de modelos que coinciden lo contarían dos veces.",
    ),
    "IND384": (
        "Halla modelos que hacen un programa que se rechazaría si estuviera escrito así.",
        "Fallaría solo cuando alguien lo pide.",
        "Lo que pide el mensaje.",
    ),
}
