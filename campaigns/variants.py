"""The service months of November 2021, word for word, from our own copy of the source's lists."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "service_months.json"


@dataclass(frozen=True)
class Variant:
    """`items`: (name as printed, category) in the printed order. `label` is "" where none was
    printed; it is never a key: Jilin's and Fujian's 六送 are two lists.
    """

    key: str
    region: str
    label: str
    items: tuple[tuple[str, str], ...]
    facts: tuple[str, ...]
    source_note: str

    @property
    def heading(self) -> str:
        return f"{self.region} {self.label}".strip()


@cache
def variants() -> dict[str, Variant]:
    """All seven by key, in the order of the source."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))["variants"]
    return {row["key"]: _variant(row) for row in rows}


def _variant(row: dict) -> Variant:
    return Variant(
        key=row["key"],
        region=row["region"],
        label=row["label"] or "",
        items=tuple((name, category) for name, category in row["items"]),
        facts=tuple(row["facts"]),
        source_note=row.get("incomplete", ""),
    )
