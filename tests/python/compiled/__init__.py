"""The project's own SQL, compiled once by dbt and run many times in memory.

A build through dbt takes seconds before the first query; a build of compiled SQL takes none.
"""

from compiled.project import ROOT, Compiled, DataTest, Model, compile_inline, compile_project
from compiled.unit_tests import UnitTest, logged_unit_tests
from compiled.warehouse import Warehouse

__all__ = [
    "ROOT",
    "Compiled",
    "DataTest",
    "Model",
    "UnitTest",
    "Warehouse",
    "compile_inline",
    "compile_project",
    "logged_unit_tests",
]
