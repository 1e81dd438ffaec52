"""Random numbers that are the same on every machine.

Only uniform doubles are drawn: numpy promises the stream of a bit generator, but not that of its
distributions (NEP 19). All else is made from them here.
"""

import zlib

import numpy as np

SECOND = 1_000_000  # microseconds
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Stream:
    """One independent stream of random numbers, named by seed, purpose and chunk."""

    def __init__(self, seed: int, name: str, chunk: int) -> None:
        key = (zlib.crc32(name.encode()), chunk)
        self._generator = np.random.Generator(
            np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key))
        )

    def uniform(self, n: int) -> np.ndarray:
        """Return n doubles in [0, 1)."""
        return self._generator.random(n)

    def between(self, low: float, high: float, n: int) -> np.ndarray:
        """Return n doubles in [low, high)."""
        return low + (high - low) * self.uniform(n)

    def below(self, high: int | np.ndarray, n: int) -> np.ndarray:
        """Return n integers in [0, high)."""
        return np.floor(self.uniform(n) * high).astype(np.int64)

    def exponential(self, mean: float, n: int) -> np.ndarray:
        """Return n doubles of an exponential distribution."""
        return -np.log1p(-self.uniform(n)) * mean

    def spread(self, median: float | np.ndarray, sigma: float, n: int) -> np.ndarray:
        """Return n positive doubles around a median, with a long tail (log-logistic)."""
        odds = self.uniform(n) * 0.998 + 0.001
        return median * np.exp(sigma * 0.6 * np.log(odds / (1 - odds)))

    def counts(self, mean: float, n: int, most: int = 40) -> np.ndarray:
        """Return n counts from 0 on, geometric with that mean, at most `most`."""
        raw = np.floor(np.log1p(-self.uniform(n)) / np.log(mean / (1 + mean)))
        return np.minimum(raw, most).astype(np.int64)

    def pick(self, weights: np.ndarray, n: int, even: bool = False) -> np.ndarray:
        """Return n indices with these weights; even: as near to the weights as n allows."""
        u = self.uniform(n)
        if even and n:
            u = ((np.arange(n) + u) / n)[np.argsort(self.uniform(n), kind="stable")]
        edges = np.cumsum(weights, dtype=float)
        return np.minimum(
            np.searchsorted(edges / edges[-1], u, side="right"), len(edges) - 1
        ).astype(np.int64)

    def chosen(self, n: int, share: float, floor: int = 1) -> np.ndarray:
        """Return sorted indices of a share of n rows, of at least `floor` if there are so many."""
        u = self.uniform(n + 1)
        if share <= 0:
            return np.zeros(0, np.int64)
        size = min(n, max(floor, int(np.floor(n * share + u[n]))))
        return np.sort(np.argsort(u[:n], kind="stable")[:size])

    def mask(self, n: int, share: float, floor: int = 1) -> np.ndarray:
        """Return `chosen` as n booleans."""
        result = np.zeros(n, bool)
        result[self.chosen(n, share, floor)] = True
        return result

    def among(self, condition: np.ndarray, share: float, floor: int = 1) -> np.ndarray:
        """Return a share of the rows where the condition holds, as booleans."""
        rows = np.flatnonzero(condition)
        result = np.zeros(len(condition), bool)
        result[rows[self.chosen(len(rows), share, floor)]] = True
        return result


def trait(numbers: np.ndarray, seed: int, name: str) -> np.ndarray:
    """Return a lasting trait of each numbered person or thing, in [0, 1): a hash, not a draw.

    So nobody has to be remembered, and memory does not grow with the number of people.
    """
    salt = np.random.SeedSequence(seed, spawn_key=(zlib.crc32(name.encode()),))
    x = np.asarray(numbers).astype(np.int64).view(np.uint64) + salt.generate_state(1, np.uint64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        x = (x ^ (x >> np.uint64(shift))) * np.uint64(factor)
    return (x ^ (x >> np.uint64(31))).astype(np.float64) / 2.0**64 * (1 - 2.0**-53)


def pick_trait(weights: np.ndarray, numbers: np.ndarray, seed: int, name: str) -> np.ndarray:
    """Return one index for each number, lasting, with these weights."""
    edges = np.cumsum(weights, dtype=float)
    u = trait(numbers, seed, name)
    return np.searchsorted(edges[:-1] / edges[-1], u, side="right").astype(np.int64)


def repeated(rows: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each row as often as told, and the position of each copy, from 0."""
    whole = np.repeat(rows, times)
    starts = np.repeat(np.cumsum(times) - times, times)
    return whole, np.arange(len(whole)) - starts
