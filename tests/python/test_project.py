"""The house keeps its own rules: layers, names, descriptions, one definition a KPI."""

import re
from pathlib import Path

import pathspec
import pytest
import yaml
from conftest import ROOT, run
from setuptools.config.pyprojecttoml import read_configuration
from simulated import CONTRACT

from commerce import docs

MODELS = ROOT / "models"
LAYERS = [
    "staging",
    "intermediate",
    "core",
    "semantic",
    "kpis",
    "funnels",
    "journey",
    "experiments",
]
LAYERS += ["attribution", "customers", "control"]
SQL = sorted(MODELS.rglob("*.sql"))
KPIS = sorted((MODELS / "marts" / "kpis").glob("kpi_*.sql"))
KPI_IDS = [file.stem[4:] for file in KPIS if file.stem not in ("kpi_values", "kpi_catalogue")]


def layer_of(file: Path) -> str:
    """Return the layer that a model file lies in."""
    parts = file.relative_to(MODELS).parts
    return parts[1] if parts[0] == "marts" else parts[0]


def model_yaml(file: Path) -> dict:
    """Return the entry of a model in the YAML beside it."""
    content = yaml.safe_load(file.with_suffix(".yml").read_text("utf-8"))
    (entry,) = [model for model in content["models"] if model["name"] == file.stem]
    return entry


@pytest.mark.parametrize("page", docs.PAGES)
def test_the_generated_page_is_what_the_yaml_says(page):
    written = (ROOT / "docs" / page).read_text("utf-8")
    assert written == docs.PAGES[page](), "stale: run make docs"


def test_there_are_60_kpis_and_kpi_union_lists_each():
    assert len(KPI_IDS) == 60
    macro = (ROOT / "macros" / "kpi" / "kpi_union.sql").read_text("utf-8")
    listed = re.findall(r"'(\w+)'", macro.split("endmacro")[0])
    assert sorted(listed) == sorted(KPI_IDS)


@pytest.mark.parametrize("kpi", KPI_IDS)
def test_a_kpi_says_what_it_is_and_has_a_unit_test(kpi):
    file = MODELS / "marts" / "kpis" / f"kpi_{kpi}.sql"
    meta = model_yaml(file)["config"]["meta"]
    assert {"label", "family", "unit", "better", "owner", "formula", "authority"} <= set(meta)
    assert meta["better"] in ("higher", "lower", "band")
    content = yaml.safe_load(file.with_suffix(".yml").read_text("utf-8"))
    assert content.get("unit_tests"), f"kpi_{kpi} has no unit test"
    options = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]
    assert set(meta.get("options", [])) <= set(options)


@pytest.mark.parametrize("file", SQL, ids=lambda file: file.stem)
def test_a_model_is_described_with_its_grain(file):
    entry = model_yaml(file)
    assert "One row" in " ".join(entry["description"].split()).split(". ")[-1]
    if layer_of(file) in LAYERS[2:]:
        assert entry["columns"], file
        for column in entry["columns"]:
            assert column["description"] and column["data_type"], (file, column)


def test_what_sqlfluff_passes_over_has_no_fault_that_it_would_find():
    """A KPI is one call in tidy lines; a staging model is one that is read, for another table."""
    lines = (ROOT / ".sqlfluffignore").read_text("utf-8").splitlines()
    unread = pathspec.PathSpec.from_lines("gitwildmatch", lines)
    passed_over = [file for file in SQL if unread.match_file(file.relative_to(ROOT))]
    assert {layer_of(file) for file in passed_over} == {"kpis", "staging"}
    read = {shape_of(file) for file in SQL if file not in passed_over}
    call = re.compile(r"(-- \S.*\n)*\{\{ kpi\(\n(    .+\n)+\) \}\}\n")
    for file in passed_over:
        text = file.read_text("utf-8")
        assert layer_of(file) == "kpis" or shape_of(file) in read, file
        is_call = call.fullmatch(text) and text.count("{{") == 1
        assert layer_of(file) == "staging" or is_call, file
        for line in text.splitlines():
            assert len(line) <= 100 and line == line.rstrip() and "\t" not in line, (file, line)


def shape_of(file: Path) -> str:
    """Return a model without the name of its table."""
    return file.read_text("utf-8").replace(f"'{file.stem.split('__')[-1]}'", "'a table'")


def test_no_mart_has_a_column_of_personal_data():
    personal = {"birth_date", "email", "customer_email", "recipient_email", "email_hash"}
    for file in (MODELS / "marts").rglob("*.sql"):
        columns = {column["name"] for column in model_yaml(file)["columns"]}
        assert not columns & personal, file


@pytest.mark.parametrize("file", SQL, ids=lambda file: file.stem)
def test_a_model_reads_no_layer_to_its_right_and_names_no_engine(file):
    text = file.read_text("utf-8")
    assert "target.type" not in text and "adapter.type" not in text
    assert "source(" not in text or layer_of(file) == "staging"
    layers = {model.stem: layer_of(model) for model in SQL}
    for name in re.findall(r"ref\('(\w+)'\)", text):
        if name in layers:
            assert LAYERS.index(layers[name]) <= LAYERS.index(layer_of(file)), (file, name)


def test_only_macros_of_the_engine_differ_by_engine():
    for file in (ROOT / "macros").rglob("*.sql"):
        if file.parent.name != "engine":
            text = file.read_text("utf-8")
            assert "adapter.dispatch" not in text and "duckdb__" not in text, file


def test_the_entities_of_the_macros_are_the_tables_of_the_contract():
    text = (ROOT / "macros" / "landing" / "entities.sql").read_text()
    lists = re.findall(r"return\(\[(.*?)\]\)", text, re.DOTALL)
    entities, references = (re.findall(r"'(\w+)'", names) for names in lists)
    for folder, names in (("landing", entities), ("reference", references)):
        tables = [
            table["name"]
            for content in docs.read_yaml(MODELS / "staging" / folder)
            for source in content["sources"]
            for table in source["tables"]
        ]
        assert sorted(names) == sorted(tables)


def test_what_the_package_reads_beside_its_modules_is_packaged():
    settings = read_configuration(ROOT / "pyproject.toml", expand=False)["tool"]["setuptools"]
    package = ROOT / "commerce"
    packaged = {
        file for glob in settings["package-data"]["commerce"] for file in package.glob(glob)
    }
    files = {file for file in package.rglob("*.*") if file.suffix not in (".py", ".pyc")}
    assert packaged == files and len(files) == 2


def test_the_bot_patterns_are_those_of_the_package(tmp_path):
    from commerce.reference import SEED, write_bot_patterns

    assert write_bot_patterns(tmp_path / "patterns.csv") > 1000
    assert (tmp_path / "patterns.csv").read_bytes() == SEED.read_bytes()


def test_readme_names_every_mart_and_every_command():
    readme = (ROOT / "README.md").read_text("utf-8")
    for file in sorted((MODELS / "marts").rglob("*.sql")):
        if not (file.stem.startswith("kpi_") and file.stem[4:] in KPI_IDS):
            assert f"`{file.stem}`" in readme, file.stem
    helped = run("commerce", "--help").stdout
    commands = re.findall(r"^  (\w+)  ", helped.split("Commands:")[1], re.MULTILINE)
    assert commands and all(f"commerce {command}" in readme for command in commands)


# Rule 8 of the definitions: how long after a period's end a KPI is still open, in minutes.
WINDOWS = {
    "return_rate": 30 * 1440,
    "email_conversion_rate": 5 * 1440,
    "abandoned_carts": 1440,
    "cart_abandonment_rate": 1440,
    "average_cart_value": 1440,
    "abandoned_orders": 10,
    "checkout_abandonment_rate": 10,
    "recovered_orders": 7 * 1440,
    "amazon_late_answer_rate": 1440,
}


def test_the_windows_of_the_kpis_are_those_of_their_definitions(demo_warehouse):
    ((compiled,),) = [
        (file.read_text("utf-8"),)
        for file in (demo_warehouse.parent / "target").rglob("compiled/**/kpi_values.sql")
    ]
    found = re.findall(r"'(\w+)' as kpi,\s+\*,\s+(\d+)\s+as window_minutes", compiled)
    assert {kpi: int(minutes) for kpi, minutes in found if minutes != "0"} == WINDOWS
    assert len(found) == len(KPI_IDS)


STATES = {
    "carts",
    "orders",
    "order_lines",
    "customers",
    "products",
    "ad_performance",
    "email_campaigns",
    "support_cases",
    "experiments",
    "vendor_reported",
}
KEYS_OF_SEVERAL = {
    "ad_performance": "ad_date platform campaign_id ad_group_id keyword store_id",
    "social_posts": "platform post_id snapshot_date",
    "social_accounts": "platform account_id snapshot_date",
    "organic_queries": "query_date query page_path country device",
    "experiment_assignments": "experiment_id visitor_id assigned_at",
    "vendor_reported": "day system metric",
}


@pytest.mark.parametrize("table", CONTRACT)
def test_the_sources_say_what_the_landing_contract_says(table):
    """Columns in the contract's order (it breaks ties), the key, and which repeat counts."""
    file = MODELS / "staging" / "landing" / f"stg_landing__{table}.yml"
    ((source,),) = [entry["tables"] for entry in yaml.safe_load(file.read_text())["sources"]]
    assert [column["name"] for column in source["columns"]] == CONTRACT[table].split()
    meta = source["config"]["meta"]
    assert meta["key"] == KEYS_OF_SEVERAL.get(table, CONTRACT[table].split()[0]).split()
    assert meta["keeps"] == ("last" if table in STATES else "first")
