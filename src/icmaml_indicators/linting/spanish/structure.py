"""Specs as text, as YAML, as folders of files, in their keys; allowances and versions."""

from __future__ import annotations

PAGES: dict[str, tuple[str, ...]] = {
    "IND141": (
        "Halla un spec que requiere (`needs`) una versión posterior de la biblioteca, y no dice nada más de él.",
        "Sus claves pueden ser de un lenguaje posterior: no están mal escritas.",
        "Actualice la biblioteca.",
    ),
    "IND142": ("Halla un `needs` que no es una versión.", "Nadie sabría qué biblioteca lee el spec."),
    "IND101": ("Halla texto que no es YAML.", "No se puede leer nada del archivo."),
    "IND102": (
        "Halla una clave que está dos veces en un mismo mapa.",
        "Los lectores de YAML conservan el último valor y pierden el primero sin decirlo.",
    ),
    "IND103": (
        "Halla anclas (`&a`) y alias (`*a`) de YAML.",
        "Un archivo pequeño con alias puede crecer sin límite, y quien lee tiene que buscar en otra parte qué dice una "
        "línea.",
        "Escriba el valor completo; las procedencias y las tablas de criterios que varios comparten tienen claves propias.",
    ),
    "IND104": (
        "Halla una clave que el lenguaje de los specs no tiene.",
        "Una clave mal escrita que se pasa por alto cambia los resultados en silencio.",
    ),
    "IND105": (
        "Halla una clave que debe estar y no está: un título sin español o sin inglés, un indicador sin sentido.",
        "Habría que adivinar lo que no se dice.",
    ),
    "IND106": (
        "Halla un valor de otra clase que la que admite la clave.",
        "No se puede usar, y convertirlo sería adivinar.",
    ),
    "IND107": ("Halla un valor que no es de los que admite la clave.", "No se puede usar."),
    "IND108": (
        "Halla un archivo de más de 1,000,000 bytes.",
        "Los specs vienen de muchas manos; los límites impiden que un archivo hostil o roto acapare la máquina.",
        "Parta el programa en una carpeta de archivos (`parts`).",
    ),
    "IND109": (
        "Halla listas y mapas anidados a más de 24 niveles.",
        "Ningún programa lo necesita, y los lectores recursivos fallarían.",
    ),
    "IND110": (
        "Halla un archivo YAML en la carpeta de un programa que `parts` no enumera.",
        "Parece parte del programa y no lo es.",
    ),
    "IND111": (
        "Halla una parte que se enumera y no existe, o que lleva fuera de la carpeta.",
        "Sus indicadores faltarían sin que nadie lo dijera.",
    ),
    "IND112": (
        "Halla un archivo sin contenido.",
        "Un programa que se vació por error no es un programa sin indicadores.",
    ),
    "IND113": (
        "Halla un archivo que no es texto en UTF-8.",
        "Los acentos se volverían otras letras.",
        "Guarde el archivo como UTF-8.",
    ),
    "IND114": (
        "Halla un número escrito de modo que YAML lee un texto: ceros a la izquierda, signos de miles, comillas.",
        "Los lectores no coinciden: algunos toman `012` por diez.",
    ),
    "IND115": (
        "Halla un id que no sigue la convención: minúsculas, cifras y guion bajo, primero una letra, y ninguna palabra que "
        "las fórmulas usan para sí (`min`, `sum`, `total` …).",
        "Los ids están en fórmulas, columnas y nombres de archivo; una fórmula no distinguiría un id `min` de la función.",
    ),
    "IND116": (
        "Halla un archivo que el sistema no deja leer.",
        "No se puede revisar.",
        "Vea sus permisos y cómo está escrita su ruta.",
    ),
    "IND117": (
        "Halla un archivo con más de 200,000 elementos.",
        "Los specs vienen de muchas manos; los límites impiden que un archivo hostil o roto acapare la máquina.",
        "Parta el programa en una carpeta de archivos (`parts`).",
    ),
    "IND118": (
        "Halla etiquetas de YAML como `!!python/object`.",
        "Las etiquetas piden al lector que construya objetos; los specs son datos y nada más.",
    ),
    "IND119": (
        "Halla una lista o un mapa en el lugar de una clave.",
        "Ninguna clave del lenguaje de los specs es así.",
    ),
    "IND120": (
        "Halla una carpeta sin ningún programa.",
        "No revisar nada y decir que todo está bien ocultaría una ruta equivocada.",
    ),
    "IND121": ("Halla archivos de otras clases entre los specs.", "Nada se pasa por alto en silencio."),
    "IND123": (
        "Halla una lista sin elementos donde hace falta al menos uno.",
        "Un grupo sin hijos no tiene calificación.",
    ),
    "IND124": ("Halla un grupo que toma sus criterios de una tabla que no existe.", "Faltarían sus criterios."),
    "IND125": (
        "Halla un renglón con más o menos celdas que las columnas de la tabla.",
        "Las celdas que siguen a la que falta pasarían a columnas que no son suyas.",
    ),
    "IND126": (
        "Halla una tubería, un dispositivo o un socket en el lugar de un archivo.",
        "Leerlo puede no terminar nunca.",
        "Escriba el spec en un archivo.",
    ),
    "IND127": (
        "Halla enlaces simbólicos que llevan fuera de la carpeta de los specs, y un archivo de configuración que es uno "
        "fuera de su propia carpeta; no se lee nada a través de ellos.",
        "Se imprimirían fragmentos de un archivo que no es de los specs: al revisar cambios ajenos, una fuga.",
        "Ponga el archivo mismo en la carpeta, o nombre el enlace por su propia ruta.",
    ),
    "IND128": (
        "Halla una columna de una tabla que no es clave de lo que son sus renglones, que lo que éstos comparten no nombra "
        "como `<column>`, o que está ahí dos veces.",
        "Sus celdas se pasarían por alto en silencio.",
    ),
    "IND129": (
        "Halla un nombre entre ángulos, en lo que comparten los renglones de una tabla, que ninguna de sus columnas tiene.",
        "No hay celda que poner en su lugar.",
    ),
    "IND130": (
        "Halla `type`, `kind`, `columns` o `absent` en un indicador con fórmula.",
        "Hablan de una cifra que se entrega con el id del indicador; una fórmula lee otras, que tienen las suyas.",
    ),
    "IND146": (
        "Halla `columns` o `absent` en una variable que se corta de otra (`of`) o se forma (`from`) de un programa de abajo.",
        "En los datos no se busca nada con su nombre.",
    ),
    "IND131": (
        "Halla una clave del total tanto en `total` como al lado.",
        "Habría que adivinar cuál de las dos vale.",
    ),
    "IND132": (
        "Halla claves del grupo de más arriba que están al lado de `total`, donde están los valores por omisión de otros "
        "nodos. `--fix` las mueve.",
        "Lo que está al lado de `scale`, `missing` y `rounding` parece un valor por omisión, y ningún otro grupo lo toma.",
    ),
    "IND133": (
        "Halla un grupo con un `missing` propio que omite lo que el programa dice de una razón.",
        "Una política toma el lugar de otra completa: lo que omite es lo que el lenguaje tiene por omisión.",
        "Repita lo que también aquí deba valer.",
    ),
    # Allowances and the configuration -----------------------------------------------------------------
    "IND370": (
        "Halla `# allow CODE` sin una razón después de dos puntos.",
        "Quien lo lea después tendrá que averiguar otra vez por qué.",
        "`# allow IND319: the source gives no figures`.",
    ),
    "IND371": ("Halla códigos que no existen, en permisos y en la configuración.", "No permiten nada."),
    "IND372": ("Halla permisos de lo que no hay.", "Ocultarían el siguiente error de esa clase."),
    "IND373": (
        "Halla permisos y severidades configuradas de faltas que hacen inservible un spec.",
        "No hay con qué seguir.",
    ),
    "IND374": ("Halla un `icmaml-indicators.toml` que no es TOML.", "Nada de él está en vigor."),
    "IND375": (
        "Halla severidades que no son error, warning, info ni off.",
        "La regla conserva la que tiene por omisión.",
    ),
    "IND376": ("Halla claves que la configuración no tiene.", "No hacen nada."),
    # Versions -----------------------------------------------------------------------------------------
    "IND388": ("Halla un `valid_to` anterior a `valid_from`.", "La definición no valdría en ningún periodo."),
    "IND390": (
        "Halla un `valid_from` o un `valid_to` que no es un periodo del programa.",
        "Nadie sabría para qué cifras vale la definición.",
    ),
    "IND391": (
        "Halla un `replaces` que no nombra ni un indicador de esta edición ni uno de la anterior, o una edición que no está "
        "a la mano junto a otras.",
        "La serie empezaría de nuevo sin que nadie lo dijera.",
    ),
    "IND392": (
        "Halla un indicador o una edición que se reemplaza a sí mismo.",
        "No dice nada: se quiso decir otro id, u otra versión.",
    ),
    "IND393": (
        "Halla indicadores o ediciones que se reemplazan unos a otros en círculo.",
        "Ninguno de ellos es el más antiguo.",
    ),
    "IND394": (
        "Halla `comparable: false` sin `valid_from` ni `replaces`.",
        "No dice con qué no se comparan las cifras.",
    ),
    "IND395": ("Halla un `break_note` sin `valid_from` ni `replaces`.", "No hay corte que explicar."),
    "IND396": (
        "Halla un indicador que continúa la serie de otro y tiene otra unidad u otro sentido.",
        "Una tendencia uniría cifras que miden cosas distintas.",
        "Diga `comparable: false`, para que las tendencias se detengan ahí, o dé al indicador nuevo una serie propia.",
    ),
    "IND397": (
        "Halla un indicador que vale desde un periodo anterior al del que reemplaza.",
        "El sucesor no puede ser más antiguo.",
    ),
}
