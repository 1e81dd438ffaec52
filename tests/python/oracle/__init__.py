"""The oracle: every KPI and mart computed in plain Python from the raw landing tables.

Written from the definitions (kpis.md, landing.md), it shares no code with the project's SQL,
so that the one can be checked against the other.
"""

from . import carts, mail, marketplace, ppc, sales, service, social, traffic
from .attribution import attribution_by_campaign, attribution_by_channel, fct_attribution
from .cohorts import customer_cohorts, customer_rfm
from .experiments import experiment_health, experiment_results
from .files import read_landing, read_reference
from .flow import behaviour_flow, landing_pages
from .funnel import funnel_visits
from .intent import intent_daily
from .landing import MissingColumn, Tables
from .more_funnels import funnel_checkout, funnel_products
from .options import Options
from .quality import not_found_pages, site_searches, site_speed
from .reconciliation import reconciliation
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
    kpi_values = [row for family in FAMILIES for row in family.kpis(store)]
    return {
        "kpi_values": kpi_values,
        "funnel_visits": funnel_visits(store),
        "intent_daily": intent_daily(store),
        "behaviour_flow": behaviour_flow(store),
        "landing_pages": landing_pages(store),
        "site_speed": site_speed(store),
        "not_found_pages": not_found_pages(store),
        "site_searches": site_searches(store),
        "funnel_products": funnel_products(store),
        "funnel_checkout": funnel_checkout(store),
        "reconciliation": reconciliation(store, kpi_values),
        "experiment_results": experiment_results(store),
        "experiment_health": experiment_health(store),
        "fct_attribution": fct_attribution(store),
        "attribution_by_channel": attribution_by_channel(store),
        "attribution_by_campaign": attribution_by_campaign(store),
        "customer_cohorts": customer_cohorts(store),
        "customer_rfm": customer_rfm(store),
    }
