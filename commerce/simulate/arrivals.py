"""When rows are loaded: mostly within the hour, some days late."""

import numpy as np

from .draw import DAY, HOUR, MINUTE, SECOND
from .store import Chunk


def loaded(chunk: Chunk, name: str, moment: np.ndarray) -> np.ndarray:
    """Return when rows of a table that happened at these moments were loaded, microseconds."""
    rates, stream, n = chunk.store.rates.trouble, chunk.stream(f"loaded {name}"), len(moment)
    lag = stream.exponential(rates.load_minutes * MINUTE, n) + MINUTE
    late = stream.mask(n, rates.late)
    lag = np.where(late, stream.between(6 * HOUR, 3 * DAY, n), lag)
    very_late = stream.mask(n, rates.very_late)
    lag = np.where(very_late, stream.between(3.01 * DAY, 12 * DAY, n), lag)
    return (moment + lag.astype(np.int64)) // SECOND * SECOND
