"""Plain dbt, as an analyst calls it: no flag, no environment variable."""

import os
import shlex

import pytest
from conftest import ROOT, run


def test_dbt_build_passes_with_every_unit_test_and_no_deprecation(checkout, dbt_build):
    assert dbt_build.returncode == 0, dbt_build.stdout[-5000:]
    assert "Deprecat" not in dbt_build.stdout
    assert " WARN=0 ERROR=0 SKIP=0 " in dbt_build.stdout
    assert (checkout / "warehouse" / "commerce.duckdb").is_file()


@pytest.mark.usefixtures("dbt_build")
def test_dbt_test_selects_one_kpi(checkout):
    done = run("dbt", "--no-use-colors", "test", "--select", "kpi_return_rate", cwd=checkout)
    assert done.returncode == 0, done.stdout[-5000:]
    assert "PASS kpi_return_rate::" in done.stdout  # a unit test
    assert "PASS is_a_kpi_kpi_return_rate_" in done.stdout  # a test of its rows
    log = (checkout / "logs" / "dbt.log").read_text("utf-8")
    assert "no changes found, skipping parsing" in log  # which takes seconds on each call


@pytest.mark.usefixtures("dbt_build")
def test_dbt_docs_generate_works(checkout):
    done = run("dbt", "--no-use-colors", "docs", "generate", cwd=checkout)
    assert done.returncode == 0, done.stdout[-5000:]
    assert (checkout / "target" / "catalog.json").is_file()


@pytest.mark.usefixtures("dbt_build")
def test_the_readme_shows_what_mf_prints(checkout):
    block = (ROOT / "README.md").read_text("utf-8").split("$ mf ")[1].split("```")[0]
    command, shown = block.replace("\\\n", "").split("\n", 1)
    done = run("mf", *shlex.split(command), cwd=checkout)
    assert done.returncode == 0, done.stdout + done.stderr
    printed = [line.rstrip() for line in done.stdout.splitlines() if line.strip()]
    assert printed[-6:] == shown.splitlines()


def test_every_yaml_key_is_one_that_dbt_knows(checkout):
    """dbt checks keys against its schema for four warehouses only; here it is made to."""
    script = (
        "import dbt.jsonschemas.jsonschemas as schemas\n"
        "schemas._can_run_validations = lambda: True\n"
        "from dbt.cli.main import dbtRunner\n"
        "result = dbtRunner().invoke(['--no-use-colors', '--show-all-deprecations', 'parse',"
        " '--no-partial-parse'])\n"
        "raise SystemExit(0 if result.success else 1)\n"
    )
    done = run(
        "python", "-c", script, cwd=checkout, **{"PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
    assert "Deprecat" not in done.stdout and "WARNING" not in done.stdout, done.stdout[-5000:]
