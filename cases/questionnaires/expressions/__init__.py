"""The part of XPath that XLSForm's `relevant`, `constraint` and `calculation` mostly use, read and worked out safely.

`parse` gives a tree or raises `ExpressionError`; `evaluate` works one out over answers and raises nothing else. No
loops, no look-ups outside the answers, bounded in length and depth.
"""

from .evaluate import Scope, evaluate, is_true
from .parser import names_in, parse
from .tree import Expression, ExpressionError
from .values import Value

__all__ = ["Expression", "ExpressionError", "Scope", "Value", "evaluate", "is_true", "names_in", "parse"]
