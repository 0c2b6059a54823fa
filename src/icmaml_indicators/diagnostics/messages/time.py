"""What can be said of time: versions of definitions, breaks between them, bounds carried over from another period."""

from __future__ import annotations

from .message import Message, error, info, warning

MESSAGES: dict[str, Message] = {
    # Specs
    "IND390": error("`{given}` no es un periodo de este programa", "`{given}` is not a period of this program"),
    "IND391": error("`replaces` nombra `{name}`, que no existe", "`replaces` names `{name}`, which does not exist"),
    "IND392": error("`{id}` no puede reemplazarse a sí mismo", "`{id}` cannot replace itself"),
    "IND393": error("los reemplazos forman un ciclo: {cycle}", "the replacements form a cycle: {cycle}"),
    "IND394": error(
        "`comparable: false` exige `valid_from` o `replaces`: ¿con qué no es comparable?",
        "`comparable: false` needs `valid_from` or `replaces`: not comparable with what?",
    ),
    "IND395": error(
        "`break_note` no se usa sin `valid_from` ni `replaces`",
        "`break_note` has no use without `valid_from` or `replaces`",
    ),
    "IND396": error(
        "`{id}` continúa la serie de `{old}` y tiene otro `{what}`: diga `comparable: false`",
        "`{id}` continues the series of `{old}` and has another `{what}`: say `comparable: false`",
    ),
    "IND397": error(
        "`{id}` rige desde {given}, y `{old}`, al que reemplaza, desde {first}: debe ser después",
        "`{id}` holds from {given}, and `{old}`, which it replaces, from {first}: it must be later",
    ),
    # Data
    "IND458": info(
        "la definición rige desde {start}; la cifra es de un periodo anterior",
        "the definition holds from {start}; the figure is of an earlier period",
    ),
    "IND459": warning(
        "no se califica con los límites de {base}: {detail}", "not scored on the bounds of {base}: {detail}"
    ),
    "IND460": info("fuera de los límites de {base} ({range})", "beyond the bounds of {base} ({range})"),
    "IND467": warning(
        "la escala `{method}` no puede calificar a nadie en {where}: {detail}",
        "the scale `{method}` can score nobody in {where}: {detail}",
    ),
    "IND461": warning("salto que sus pares no muestran ({detail})", "a jump that its peers do not show ({detail})"),
    "IND487": warning(
        "todos sus pares saltan igual, por una potencia de diez: ¿otra unidad? ({detail})",
        "all its peers jump alike, by a power of ten: another unit? ({detail})",
    ),
    "IND483": error(
        "el periodo es de otra frecuencia que la del programa ({valid}); la línea no se usa",
        "the period is of another frequency than the program's ({valid}); the line is not used",
    ),
    # Calls
    "IND489": error(
        "{entity} tiene varios periodos: indique cuál con `period=` (`--period`): {periods}",
        "{entity} has several periods: say which with `period=` (`--period`): {periods}",
    ),
    "IND488": error(
        "ningún periodo es de la frecuencia del programa ({valid}), sino por ejemplo `{given}`",
        "no period is of the program's frequency ({valid}), but for example `{given}`",
    ),
    "IND560": error(
        "una posición no tiene límites que llevar a otro periodo; use otra escala en: {names}",
        "a rank has no bounds to carry over to another period; use another scale in: {names}",
    ),
    "IND561": error(
        "`{name}` no puede ser `{given}`: se espera {expected}", "`{name}` cannot be `{given}`: expected {expected}"
    ),
    "IND562": error("{first} y {second} no se comparan{reason}", "{first} and {second} do not compare{reason}"),
    "IND563": error(
        "`{node}` no es comparable antes y después de {start}{reason}; {mend}",
        "`{node}` does not compare before and after {start}{reason}; {mend}",
    ),
    "IND564": error(
        "indique `base_period` solo, o `reference` con `reference_period` o sin él",
        "give `base_period` alone, or `reference` with `reference_period` or without",
    ),
    "IND565": error(
        "{entity} en {period} está en {first} y en {second}: conserve una",
        "{entity} in {period} stands in {first} and in {second}: keep one",
    ),
}
