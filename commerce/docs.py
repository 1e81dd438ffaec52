"""Writes docs/landing.md and docs/kpis.md from the YAML beside sources and models.

Usage: ``make docs``. A test compares the files with what this module makes of the YAML.
"""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = {
    "traffic": "Traffic",
    "sales": "Customers and orders",
    "carts": "Carts and checkouts",
    "ppc": "Pay-per-click",
    "email": "E-mail",
    "social": "Social",
    "marketplace": "Marketplace",
    "service": "Customer service",
}
KINDS = {"string": "text", "timestamp": "timestamp", "date": "date", "boolean": "true/false"}


def read_yaml(folder: Path) -> list[dict]:
    """Return the parsed YAML files of a folder, in the order of their names."""
    return [yaml.safe_load(file.read_text("utf-8")) for file in sorted(folder.glob("*.yml"))]


def landing_page() -> str:
    """Return docs/landing.md: how to bring data, and every table of the contract."""
    parts = [(ROOT / "docs" / "landing_head.md").read_text("utf-8")]
    parts.append("## The tables\n")
    parts += _tables(ROOT / "models" / "staging" / "landing")
    parts.append(
        "## Reference tables\n\nSeeds in `seeds/reference`. A table of the same name in the "
        "landing folder takes the place of the seed, whole.\n"
    )
    parts += _tables(ROOT / "models" / "staging" / "reference")
    return "\n".join(parts)


def _tables(folder: Path) -> list[str]:
    """Return one section a source table of the folder's YAML files."""
    sections = []
    for content in read_yaml(folder):
        for source in content.get("sources", []):
            sections += [_table(table) for table in source["tables"]]
    return sections


def _table(table: dict) -> str:
    """Return the section of one table: what it is, its key, its columns."""
    key = ", ".join(f"`{part}`" for part in table["config"]["meta"]["key"])
    lines = [
        f"### {table['name']}\n",
        f"{' '.join(table['description'].split())} Key: {key}.\n",
        "| column | type | meaning |",
        "| --- | --- | --- |",
    ]
    for column in table["columns"]:
        meta = (column.get("config") or {}).get("meta") or {}
        name = f"**{column['name']}**" if meta.get("required") else column["name"]
        lines.append(f"| {name} | {_kind(column['data_type'])} | {_meaning(column, meta)} |")
    return "\n".join(lines) + "\n"


def _kind(data_type: str) -> str:
    """Return a column's type in a reader's words."""
    return KINDS.get(data_type, "number")


def _meaning(column: dict, meta: dict) -> str:
    """Return a column's description with its closed list or its bounds."""
    text = " ".join(column["description"].split())
    if "accepted_values" in meta:
        text += f" One of {', '.join(meta['accepted_values'])}."
    return text.replace("|", "\\|")


def kpi_page() -> str:
    """Return docs/kpis.md: every KPI by family."""
    kpis: dict[str, list[dict]] = {family: [] for family in FAMILIES}
    for content in read_yaml(ROOT / "models" / "marts" / "kpis"):
        for model in content["models"]:
            meta = model["config"].get("meta") if "config" in model else None
            if meta and "formula" in meta:
                kpis[meta["family"]].append(model)
    parts = [(ROOT / "docs" / "kpis_head.md").read_text("utf-8")]
    for family, title in FAMILIES.items():
        parts.append(f"## {title}\n")
        parts += [_kpi(model) for model in kpis[family]]
    return "\n".join(parts)


def _kpi(model: dict) -> str:
    """Return the section of one KPI."""
    meta, identity = model["config"]["meta"], model["name"].removeprefix("kpi_")
    meaning = " ".join(model["description"].split()).rsplit(" One row per", 1)[0]
    options = ", ".join(f"`{option}`" for option in meta.get("options", [])) or "none"
    lines = [
        f"### {identity}\n",
        f"**{meta['label']}.** {meaning}\n",
        f"- Formula: {meta['formula']}",
        f"- Unit: {meta['unit']}; better: {meta['better']}; owner: {meta['owner']}",
        f"- Authority: {meta['authority']}",
        f"- Options: {options}",
        f"- Definition: [`{model['name']}.sql`](../models/marts/kpis/{model['name']}.sql)",
    ]
    if "no_metric" in meta:
        lines.insert(-1, f"- No metric: {meta['no_metric']}")
    if "window" in meta:
        lines.insert(5, f"- Final {_window(meta['window'])} after the period's end")
    return "\n".join(lines) + "\n"


def _window(window: dict) -> str:
    """Return a look-forward window in words."""
    if "option" in window:
        return f"`{window['option']}`"
    return f"{window['length']} {window['unit']}{'s' * (window['length'] != 1)}"


PAGES = {"landing.md": landing_page, "kpis.md": kpi_page}


def write_pages() -> None:
    """Write every generated page."""
    for name, page in PAGES.items():
        (ROOT / "docs" / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    write_pages()
    print(f"docs/{', docs/'.join(PAGES)} written")
