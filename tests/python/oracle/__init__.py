"""The oracle: every KPI computed in plain Python from the raw landing tables.

Written from the definitions (kpis.md, landing.md), it shares no code with the project's SQL,
so that the one can be checked against the other.
"""

from . import carts, mail, marketplace, ppc, sales, service, social, traffic
from .files import read_landing, read_reference
from .funnel import funnel_visits
from .landing import MissingColumn, Tables
from .options import Options
from .store import Store

__all__ = [
    "MissingColumn",
    "Options",
    "Store",
    "Tables",
    "marts",
    "read_landing",
    "read_reference",
    "told",
]

FAMILIES = (traffic, sales, carts, ppc, mail, social, marketplace, service)


def marts(tables: Tables, reference: Tables, options: Options) -> dict[str, list[dict]]:
    """Compute the marts from raw rows. The tables keep their raw rows as they are."""
    return told(Store(tables, reference, options))


def told(store: Store) -> dict[str, list[dict]]:
    """Compute the marts of a store."""
    return {
        "kpi_values": [row for family in FAMILIES for row in family.kpis(store)],
        "funnel_visits": funnel_visits(store),
    }
