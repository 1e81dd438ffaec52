"""Decisions by the byte: hypothesis draws blocks of bytes, each byte decides one thing.

A draw a decision would take ten times as long. Byte 0 is always the first option, so that
hypothesis shrinks towards it. Blocks of more than 50 bytes are never replaced by constants that
hypothesis finds in the modules that happen to be imported: a store depends on its seed alone.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")
SIZE = 64
BLOCK = st.binary(min_size=SIZE, max_size=SIZE)


class Dice:
    """Small decisions from hypothesis' draws."""

    def __init__(self, draw: Callable):
        self._draw = draw
        self._block = b""
        self._place = SIZE

    def fresh(self) -> None:
        """Begin a new block: what is decided after does not shift when what came before does."""
        self._place = SIZE

    def below(self, bound: int) -> int:
        """Return a number from 0 to bound - 1, bound at most 256."""
        if self._place == SIZE:
            self._block, self._place = self._draw(BLOCK), 0
        byte = self._block[self._place]
        self._place += 1
        return byte * bound >> 8

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options; the first is the simplest. Repeat one to favour it."""
        return options[self.below(len(options))]

    def chance(self, of: int) -> bool:
        """Return True once in `of` times."""
        return self.below(of) == of - 1
