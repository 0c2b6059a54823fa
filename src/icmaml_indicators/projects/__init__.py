"""Investment projects: dated cash flows to appraisal indicators, and the portfolio that a budget can carry."""

from .appraisal import Appraisal, appraise
from .portfolio import Portfolio, prioritise
from .timing import start_period

__all__ = ["Appraisal", "Portfolio", "appraise", "prioritise", "start_period"]
