"""Small stores on the edges of the definitions, drawn by hypothesis, to be built together."""

from stores.batch import Batch, each_batch, merged
from stores.contract import CONTRACT, REFERENCE, TELL_AS_OF, Row, Tables
from stores.draw import draw_stores, each_store, replay
from stores.odd import with_odd_rows
from stores.setting import ODD_SETTING, SETTINGS, Setting
from stores.spelled import text_of
from stores.strategies import store
from stores.write import write, write_typed

__all__ = [
    "CONTRACT",
    "ODD_SETTING",
    "REFERENCE",
    "SETTINGS",
    "TELL_AS_OF",
    "Batch",
    "Row",
    "Setting",
    "Tables",
    "draw_stores",
    "each_batch",
    "each_store",
    "merged",
    "replay",
    "store",
    "text_of",
    "with_odd_rows",
    "write",
    "write_typed",
]
