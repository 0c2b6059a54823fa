"""Why a value is absent, as small numbers: the graver the reason, the greater the number."""

from __future__ import annotations

PRESENT = 0
UNDEFINED = 1
NOT_APPLICABLE = 2
NOT_REPORTED = 3
NOT_VERIFIED = 4
REJECTED = 5
# Of scores only:
NOT_SCORED = 6
LOW_COVERAGE = 7
# Of what is not assessed: `applies` of the program leaves it out.
EXCLUDED = 8
# Of a publication: a small count, or what is made of one.
SUPPRESSED = 9

REASON_NAMES: tuple[str, ...] = (
    "",
    "undefined",
    "not_applicable",
    "not_reported",
    "not_verified",
    "rejected",
    "not_scored",
    "low_coverage",
    "excluded",
    "suppressed",
)
