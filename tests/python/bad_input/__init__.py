"""Files as they really come: what each must lead to."""

from bad_input.cases import LANDS, REFUSED, Case

__all__ = ["LANDS", "REFUSED", "Case"]
