"""Answers as JSON. A decimal is a text of all its digits: a number would be rounded by whoever reads it."""

from decimal import Decimal
from typing import Any

from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder


class ExactEncoder(JSONEncoder):
    """Decimals as they are kept."""

    def default(self, obj: Any) -> Any:
        return f"{obj:f}" if isinstance(obj, Decimal) else super().default(obj)


class ExactRenderer(JSONRenderer):
    """What every endpoint answers with."""

    encoder_class = ExactEncoder
