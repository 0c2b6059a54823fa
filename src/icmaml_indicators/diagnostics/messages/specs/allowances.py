"""Faults in what a file allows, and in how severe a configuration says that rules are."""

from __future__ import annotations

from ..message import Message, Page, fault
from .samples import INDICATORS, SHORTEST

_EXAMPLE = "        examples: [{given: {police: 2, population: 1000}, expect: 2}]"

MESSAGES: dict[str, Message] = {
    "IND370": fault(
        "lo que se permite necesita una razón: `# allow {codes}: por qué`",
        "what is allowed needs a reason: `# allow {codes}: why`",
        Page(
            "allowance-without-reason",
            "Finds `# allow CODE` without a reason after a colon.",
            "Whoever reads it next has to find out why again.",
            _EXAMPLE,
            _EXAMPLE + " # allow IND319",
            INDICATORS,
            instead="`# allow IND319: the source gives no figures`.",
        ),
    ),
    "IND371": fault(
        "no existe la regla `{name}`",
        "there is no rule `{name}`",
        Page(
            "no-such-rule",
            "Finds codes, in allowances and in the configuration, that do not exist.",
            "They allow nothing.",
            _EXAMPLE,
            _EXAMPLE + " # allow IND999: a trial",
            INDICATORS,
        ),
    ),
    "IND372": fault(
        "el permiso de {name} no se usa: la regla no encuentra nada aquí",
        "the allowance of {name} is not used: the rule finds nothing here",
        Page(
            "allowance-unused",
            "Finds allowances of what is not there.",
            "They would hide the next mistake of that kind.",
            _EXAMPLE,
            _EXAMPLE + " # allow IND319: no figures are published",
            INDICATORS,
        ),
        severity="warning",
    ),
    "IND373": fault(
        "{name} es una falta de estructura: no se puede permitir ni rebajar",
        "{name} is a fault of structure: it can be neither allowed nor lowered",
        Page(
            "structure-cannot-be-allowed",
            "Finds allowances and configured severities of faults that make a spec unusable.",
            "There is nothing to go on with.",
            _EXAMPLE,
            _EXAMPLE + " # allow IND303: the figures are rounded",
            INDICATORS,
        ),
    ),
    "IND374": fault(
        "la configuración no se puede leer: {problem}",
        "the configuration cannot be read: {problem}",
        Page(
            "configuration-unreadable",
            "Finds an `icmaml-indicators.toml` that is not TOML.",
            "Nothing of it is in force.",
            good_files={"sample.yaml": SHORTEST, "../icmaml-indicators.toml": '[severity]\nIND319 = "error"\n'},
            bad_files={"sample.yaml": SHORTEST, "../icmaml-indicators.toml": "[severity\n"},
        ),
    ),
    "IND375": fault(
        "`{given}` no es una severidad",
        "`{given}` is not a severity",
        Page(
            "no-such-severity",
            "Finds severities other than error, warning, info and off.",
            "The rule keeps its default.",
            good_files={"sample.yaml": SHORTEST, "../icmaml-indicators.toml": '[severity]\nIND319 = "error"\n'},
            bad_files={"sample.yaml": SHORTEST, "../icmaml-indicators.toml": '[severity]\nIND319 = "fatal"\n'},
        ),
    ),
    "IND376": fault(
        "la configuración no tiene `{key}`",
        "the configuration has no `{key}`",
        Page(
            "configuration-key",
            "Finds keys that the configuration does not have.",
            "They do nothing.",
            good_files={"sample.yaml": SHORTEST, "../icmaml-indicators.toml": '[severity]\nIND319 = "error"\n'},
            bad_files={"sample.yaml": SHORTEST, "../icmaml-indicators.toml": '[severities]\nIND319 = "error"\n'},
        ),
    ),
}
