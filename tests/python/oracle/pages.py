"""Which group a page is in: the first of `page_groups` that fits, else its first folder."""

import re


class PageGroups:
    def __init__(self, store):
        self._groups = [
            (re.compile(row["pattern"]), row["page_group"])
            for row in sorted(
                store.reference["page_groups"],
                key=lambda row: (row["priority"], row["page_group"]),
            )
        ]

    def __call__(self, path: str | None) -> str:
        if path is None:
            return "unknown"
        for pattern, group in self._groups:
            if pattern.search(path):
                return group
        folder = re.split("[/?#]", path.lstrip("/"), maxsplit=1)[0]
        return folder or "/"
