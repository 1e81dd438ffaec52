"""Simulates the raw data of a store, in the landing contract, dirt included."""

from .run import simulate

__all__ = ["simulate"]
