"""Values as the landing contract spells them."""

from datetime import datetime
from decimal import Decimal


def text_of(value: object) -> str:
    """Return a value as text; NULL is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
