"""Targets of the profile, and what each needs."""

import importlib.util
from pathlib import Path

import pytest

from commerce.engines import engine_of
from commerce.errors import BadInput


def test_the_default_target_is_duckdb_and_needs_nothing():
    engine = engine_of(None)
    assert (engine.target, engine.kind, engine.is_remote) == ("duckdb", "duckdb", False)
    engine.check()
    assert engine.warehouse(None).name == "commerce.duckdb"


def test_an_unknown_target_names_those_that_there_are():
    with pytest.raises(BadInput, match="no target 'mainframe', but duckdb, spark, spark_cluster"):
        engine_of("mainframe")


def test_spark_without_its_packages_says_how_to_get_them(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(BadInput, match=r"pip install '\.\[spark\]'"):
        engine_of("spark").check()


def test_spark_without_java_says_so(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    with pytest.raises(BadInput, match="Java 17"):
        engine_of("spark").check()
    engine_of("spark_cluster").check()  # its Java is that of the server


def test_a_spark_session_has_a_folder_for_a_warehouse_and_a_cluster_has_its_own(tmp_path):
    assert engine_of("spark").warehouse(None).name == "spark"
    assert engine_of("spark").warehouse(tmp_path / "w") == tmp_path / "w"
    assert engine_of("spark_cluster").warehouse(None) is None
    with pytest.raises(BadInput, match="--warehouse"):
        engine_of("spark_cluster").warehouse(Path("w"))


def test_a_warehouse_in_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match="does not exist"):
        engine_of("duckdb").warehouse(tmp_path / "none" / "w.duckdb")
