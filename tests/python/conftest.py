"""What the tests share: the command line, warehouses built once, queries."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from compiled import compile_project
from simulated import CONTRACT, connect, prepared

from commerce.simulate import simulate
from commerce.simulate.demo import write_demo

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "real"

# The marts of the small project.
SMALL = (
    *("fct_orders", "fct_events", "fct_visits", "fct_support_cases"),
    *("kpi_orders", "kpi_visits", "dim_products", "time_spine"),
)

# What a copy of the project does without: tests, and what was built or landed in the checkout.
LEFT_OUT = shutil.ignore_patterns(
    *(".git", ".venv", "target", "logs", "tests", "data"),
    "commerce.[dfps]*",  # in the folder `warehouse`; the package has none
)

# Fixtures that take long to make.
SHARED = (
    "small_project",
    "dbt_build",
    "demo_warehouse",
    "online_retail",
    "weblog",
    "experiments",
    "warehouse",
)

needs_real_stores = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real stores are not beside the checkout"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--store-seed", type=int, default=1, help="which stores to generate (default: 1)"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests that share a warehouse in one process, so that it is built once."""
    for item in items:
        shared = [name for name in SHARED if name in item.fixturenames]
        if shared:
            item.add_marker(pytest.mark.xdist_group(shared[0]))


def pytest_report_header(config: pytest.Config) -> str:
    return f"generated stores: --store-seed {config.getoption('store_seed')}"


@pytest.fixture(scope="session")
def store_seed(request: pytest.FixtureRequest) -> int:
    return request.config.getoption("store_seed")


def run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess:
    """Run a program of the environment that pytest runs in; never raises."""
    program = str(Path(sys.executable).parent / command[0])
    return subprocess.run(
        [program, *command[1:]],
        cwd=cwd,
        env={**os.environ, "COLUMNS": "100", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def query(warehouse: Path, sql: str) -> list[tuple]:
    """Return the rows of a query on a warehouse."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def build(warehouse: Path, *arguments: str, project: Path = ROOT) -> subprocess.CompletedProcess:
    """Call ``commerce build`` with dbt's own files kept beside the warehouse."""
    folder = str(warehouse.parent / "target")
    return run(
        "commerce",
        "build",
        "--warehouse",
        str(warehouse),
        *arguments,
        cwd=project,
        DBT_TARGET_PATH=folder,
        DBT_LOG_PATH=folder,
    )


def write_csv(folder: Path, table: str, text: str) -> None:
    """Write a landing table; the text may be indented."""
    lines = [line.strip() for line in text.strip().splitlines()]
    (folder / table).mkdir(parents=True, exist_ok=True)
    (folder / table / "rows.csv").write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, so that the warehouse and target of the checkout stay as they are."""
    copy = tmp_path_factory.mktemp("checkout") / "project"
    shutil.copytree(ROOT, copy, symlinks=True, ignore=LEFT_OUT)
    for folder in ("generic", "singular"):
        if (ROOT / "tests" / folder).is_dir():
            shutil.copytree(ROOT / "tests" / folder, copy / "tests" / folder)
    return copy


@pytest.fixture(scope="session")
def small_project(tmp_path_factory) -> Path:
    """The project with a few marts and what they are made of: a build of all takes long."""
    project = tmp_path_factory.mktemp("small") / "project"
    shutil.copytree(ROOT, project, symlinks=True, ignore=LEFT_OUT)
    kept = {model.name for model in compile_project({}, ROOT / "seeds" / "demo").ancestors(*SMALL)}
    for file in (project / "models").rglob("*.sql"):
        if file.stem not in kept:
            file.unlink()
            file.with_suffix(".yml").unlink()
    for file in (project / "models" / "semantic").glob("*.yml"):
        if file.stem not in kept:
            file.unlink()  # metrics of all marts
    shutil.rmtree(project / "analyses")
    (project / "models" / "exposures.yml").unlink()  # they read marts that are not there
    shutil.copytree(ROOT / "tests" / "generic", project / "tests" / "generic")
    return project


@pytest.fixture(scope="session")
def dbt_build(checkout: Path) -> subprocess.CompletedProcess:
    """Plain ``dbt build`` of the copy. Its log, as JSON, has the SQL of every unit test."""
    log = {
        "DBT_LOG_PATH": "build_logs",  # not those of the calls after it
        "DBT_LOG_FORMAT_FILE": "json",
        "DBT_LOG_FILE_MAX_BYTES": "0",
    }
    command = ("dbt", "--no-use-colors", "--show-all-deprecations", "build")
    return run(*command, cwd=checkout, **log)


@pytest.fixture(scope="session")
def demo_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with the demo store, built by ``commerce build``."""
    warehouse = tmp_path_factory.mktemp("demo") / "commerce.duckdb"
    done = build(warehouse)
    assert done.returncode == 0, done.stdout + done.stderr
    return warehouse


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """A fresh demo, so that these tests say what the code does now."""
    out = tmp_path_factory.mktemp("demo")
    write_demo(out)
    return out


@pytest.fixture(scope="session")
def demo(demo_folder):
    """The demo in DuckDB: each table as text, and its readable view with the contract's types."""
    return connect(f"{demo_folder}/{{}}.csv")


@pytest.fixture(scope="session")
def large_folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("large") / "store"
    simulate(40_000, 240, 11, out)
    return out


@pytest.fixture(scope="session")
def large(large_folder):
    """A store of several chunks in DuckDB."""
    connection = duckdb.connect()
    for name in CONTRACT:
        connection.execute(
            f"create view {name} as from read_parquet('{large_folder}/{name}/*.parquet')"
        )
    return prepared(connection)
