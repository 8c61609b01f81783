"""Names and headers brought into one spelling, so that two ways of writing the same compare equal."""

from functools import lru_cache

from common.tabular.headers import fold_header
from suppliers.domain.importing.names import core_name, identifier_key

__all__ = ["core_name", "folded", "identifier_key"]

folded = lru_cache(maxsize=50_000)(fold_header)
