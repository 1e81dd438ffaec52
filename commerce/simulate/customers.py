"""The table customers: who bought or signed in, and who only signed up."""

import numpy as np
import pyarrow as pa

from .columns import dates, table, texts, times
from .draw import DAY, HOUR, SECOND, trait
from .journeys import Journey
from .orders import AMAZON, Orders
from .places import PLACES
from .store import Chunk
from .visitors import customer_ids

_GENDERS = ["female", "male", "other", None]


def customer_rows(chunk: Chunk, journey: Journey, orders: Orders) -> pa.Table:
    """Return customers met in a chunk; one met in several chunks has several versions."""
    store, visits, stream = chunk.store, journey.visits, chunk.stream("customers")
    shown = visits.shown[visits.signed_in]
    account = store.visitors.has_account(orders.person) & (orders.channel != AMAZON)
    signed_up = stream.mask(len(visits), store.rates.catalogue.subscriber) & ~visits.is_bot
    person = np.unique(np.concatenate([
        shown, visits.person[journey.knows], orders.person[account], visits.person[signed_up],
    ]))  # fmt: skip
    n = len(person)
    created = _created(chunk, person)
    last_day = store.plan.start + int(store.plan.piece_day[chunk.pieces[-1]]) * DAY
    updated = np.maximum(created + HOUR, last_day - stream.below(20, n) * HOUR)
    last = _table(chunk, person, created, updated, moved=False)
    early = stream.chosen(n, store.rates.catalogue.early_state)
    first = _table(chunk, person[early], created[early], created[early], moved=True)
    return pa.concat_tables([first, last])


def _created(chunk: Chunk, person: np.ndarray) -> np.ndarray:
    """Return when accounts were opened: at the start of a person's first day, or long before."""
    store = chunk.store
    midnight = store.plan.start + store.plan.first_seen(person) * DAY
    before = 6 + trait(person, store.seed, "hours before") * 12
    old = trait(person, store.seed, "old account") < 0.2
    before = np.where(old, before + 24 * 300 * trait(person, store.seed, "days before"), before)
    return (midnight - (before * HOUR).astype(np.int64)) // SECOND * SECOND


def _table(
    chunk: Chunk, person: np.ndarray, created: np.ndarray, updated: np.ndarray, moved: bool
) -> pa.Table:
    """Return one version of customers; before they moved they lived in another city."""
    store = chunk.store
    place = store.visitors.place(person)
    if moved:
        place = store.visitors.place(person + 5)
    unknown = trait(person, store.seed, "birth date") < store.rates.catalogue.no_birth_date
    untidy = trait(person, store.seed, "untidy") < store.rates.orders.untidy_email
    return table(
        "customers",
        customer_id=customer_ids(person),
        created_at=times(created),
        updated_at=times(updated),
        email=store.visitors.emails(person, untidy),
        birth_date=dates(store.visitors.born(person), unknown),
        gender=texts(_GENDERS, store.visitors.gender(person)),
        country=texts([p.country for p in PLACES], place),
        region=texts([p.region for p in PLACES], place),
        city=texts([p.city for p in PLACES], place),
    )
