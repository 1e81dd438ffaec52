"""Whether every KPI says what it is, has a unit test, and a metric or a reason for none."""

from collections.abc import Iterator
from dataclasses import dataclass

from dbt.contracts.graph.manifest import Manifest

from commerce.metric_values import WITHOUT_DIMENSION, Metric

NOT_KPIS = {"kpi_values", "kpi_catalogue"}
LISTED = "macros/kpi/kpi_union.sql"
# What the meta of a KPI's model says, and what to write there.
META = {
    "label": "its name, as people read it",
    "family": "the topic that it belongs to",
    "unit": "what it is counted in",
    "better": "higher, lower or band",
    "owner": "the role that answers for it",
    "formula": "numerator / denominator in words",
    "authority": "whose definition it is",
}
DIRECTIONS = ("higher", "lower", "band")


@dataclass(frozen=True)
class Finding:
    """What is wrong, in which file, and what to do."""

    file: str
    message: str


def kpi_models(manifest: Manifest) -> dict[str, object]:
    """Return the models of KPIs by the KPI's name."""
    return {
        node.name.removeprefix("kpi_"): node
        for node in sorted(manifest.nodes.values(), key=lambda node: node.name)
        if node.resource_type == "model"
        and node.fqn[1:3] == ["marts", "kpis"]
        and node.name not in NOT_KPIS
    }


def incomplete(manifest: Manifest, metrics: dict[str, Metric]) -> Iterator[Finding]:
    """Yield what the definitions of KPIs lack."""
    tested = {test.model for test in manifest.unit_tests.values()}
    union = next(node for node in manifest.nodes.values() if node.name == "kpi_values")
    for kpi, node in kpi_models(manifest).items():
        file = _yaml(node)
        meta = node.config.meta
        for key, what in META.items():
            if not meta.get(key):
                yield Finding(file, f"the meta of {node.name} has no {key}: write {what}")
        if meta.get("better") not in (*DIRECTIONS, None):
            yield Finding(file, f"better is {meta['better']!r}: write {META['better']}")
        if node.name not in tested:
            yield Finding(file, f"{node.name} has no unit test: write one for each edge of it")
        if node.unique_id not in union.depends_on.nodes:
            yield Finding(LISTED, f"{kpi} is not listed: add it")
        yield from _of_metric(kpi, file, meta, metrics.get(kpi))


def _of_metric(kpi: str, file: str, meta: dict, metric: Metric | None) -> Iterator[Finding]:
    """Yield where a KPI and its metric do not fit."""
    reason = meta.get("no_metric")
    if not metric and not reason:
        yield Finding(
            file, f"{kpi} has no metric: add one to models/semantic, or say why not in no_metric"
        )
    if metric and reason:
        yield Finding(file, f"{kpi} has a metric and says why it has none: take no_metric out")
    for key, told in (("label", "label"), ("formula", "description")) if metric else ():
        if getattr(metric, told) != meta.get(key):
            yield Finding(
                metric.file,
                f"the {told} of {kpi} is {getattr(metric, told)!r}, but its KPI's {key} is"
                f" {meta.get(key)!r}: make them one",
            )


def without_dimension(told: set[tuple[str, str]], metrics: dict[str, Metric]) -> Iterator[Finding]:
    """Yield segments of KPIs, as (kpi, segment_by), that their metrics can't be asked by."""
    for kpi, segment_by in sorted(told):
        metric = metrics.get(kpi)
        if metric and segment_by not in ("all", *WITHOUT_DIMENSION, *metric.segments):
            yield Finding(
                metric.file,
                f"kpi_values tells {kpi} by {segment_by}: add such a dimension to the semantic"
                f" model of {' and '.join(metric.models)}",
            )


def _yaml(node: object) -> str:
    """Return the YAML file of a model."""
    return node.patch_path.split("://")[-1] if node.patch_path else node.original_file_path
