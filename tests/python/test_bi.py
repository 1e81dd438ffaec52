"""The queries of docs/bi.md find something in the marts that readers see."""

import re

import pytest
from conftest import ROOT, query

from commerce.published import Published

PAGE = (ROOT / "docs" / "bi.md").read_text("utf-8")
QUERIES = re.findall(r'(?:```sql|""")\n(.*?)(?:```|""")', PAGE, re.DOTALL)


def test_every_way_in_has_a_query():
    ways = re.findall(r"^## (Notebook|SQLAlchemy|Superset|Metabase|Tableau|Excel)$", PAGE, re.M)
    assert len(QUERIES) == len(ways) == 6


@pytest.mark.parametrize("sql", QUERIES, ids=lambda sql: re.search(r"from (\w+)", sql)[1])
def test_a_query_of_the_page_finds_something(demo_warehouse, sql):
    inner = re.sub(r"copy \(\n(.*)\n\) to '\w+\.csv' \(header\)\s*$", r"\1", sql, flags=re.DOTALL)
    assert query(Published.of(demo_warehouse).marts, inner)
