"""The whole log screen: the form of an entry, its rows of people and of goods, read and filled."""

import json

from django.core.exceptions import NON_FIELD_ERRORS

from audit.refusal import Refused
from campaigns import entries
from campaigns.entries import Entry, Goods, Group
from campaigns.forms_logging import GoodsRows, LogForm, ReachRows
from funds import money
from organizations.models import Station


class Screen:
    """Input only, as the forms it is made of."""

    def __init__(self, data=None, *, entry: Entry | None = None, initial=None, **options):
        given = fields_of(entry) if entry else {}
        self.form = LogForm(data, initial={**given, **(initial or {})}, **options)
        reach, goods = rows_of(entry) if entry else ([], [])
        self.reach = ReachRows(_bound(data, "reach"), prefix="reach", initial=reach)
        self.goods = GoodsRows(_bound(data, "goods"), prefix="goods", initial=goods)

    @property
    def parts(self) -> tuple:
        return self.form, self.reach, self.goods

    def is_valid(self) -> bool:
        valid = [part.is_valid() if part.is_bound else True for part in self.parts]
        if not all(valid):
            return False
        self._check_people()
        return not self.form.errors

    def _check_people(self) -> None:
        """One number with one group, or rows that add up to it."""
        given, rows = self.form.cleaned_data, self._groups()
        total, people = sum(row.people for row in rows), given.get("people")
        if rows and people not in (None, total):
            self.form.add_error("people", f"下面细分的合计是{total}人，和这里对不上，请核对。")
        if not rows and people and not given.get("occupation"):
            self.form.add_error("occupation", "请选是哪些人。")

    def _groups(self) -> list[Group]:
        found = self.reach.cleaned_data if self.reach.is_bound else []
        return [
            Group(row["occupation"], row["people"], row["platform"])
            for row in found
            if row.get("people")
        ]

    def ask_for_what_is_missing(self, entry: Entry) -> None:
        """All of it at once (一次告知); the service would say one thing after the other."""
        for name, words in entries.missing(entry).items():
            self.form.add_error(name, words)

    def entry(self, stations) -> Entry:
        """What was typed; a place that is a station's name is that station."""
        given = self.form.cleaned_data
        rows = self._groups()
        if not rows and given["people"]:
            rows = [Group(given["occupation"], given["people"], given["platform"])]
        goods = self.goods.cleaned_data if self.goods.is_bound else []
        return Entry(
            kind=given["kind"], held_on=given["held_on"], place=given["place"],
            station=station_named(stations, given["place"]), items=given["items"],
            reach=tuple(rows), money_fen=given["money"], partner=given["partner"],
            note=given["note"],
            goods=tuple(
                Goods(row["name"], row["quantity"], row["unit"] or "份")
                for row in goods if row.get("name")
            ),
        )  # fmt: skip

    def refuse(self, refused: Refused) -> None:
        """Lay a service's refusal beside the field it speaks of."""
        name = refused.field if refused.field in self.form.fields else None
        self.form.add_error(name, refused.message)

    def errors(self) -> dict[str, str]:
        """Input name (empty: the whole) -> its first sentence."""
        found = {}
        for form in (self.form, *self._bound_rows()):
            for name, problems in form.errors.items():
                key = "" if name == NON_FIELD_ERRORS else form.add_prefix(name)
                found[key] = problems[0]
        for rows in (self.reach, self.goods):
            if rows.is_bound and rows.non_form_errors():
                found[""] = "行数太多，请分几次记。"
        return found

    def _bound_rows(self) -> list:
        return [form for rows in (self.reach, self.goods) if rows.is_bound for form in rows.forms]

    @property
    def is_split(self) -> bool:
        """Whether the rows of people are to be shown unfolded."""
        if self.reach.is_bound:
            return any(form.errors or form.has_changed() for form in self.reach.forms)
        return bool(self.reach.initial)

    @property
    def has_more(self) -> bool:
        """Whether something stands in the part that is folded away."""
        names = ("kind", "partner")
        typed = any(self.form[name].value() or self.form[name].errors for name in names)
        if self.goods.is_bound:
            return typed or any(form.errors or form.has_changed() for form in self.goods.forms)
        return typed or bool(self.goods.initial)


def _bound(data, prefix: str):
    """Without its count of rows (an older page, a script) there are none."""
    return data if data is not None and f"{prefix}-TOTAL_FORMS" in data else None


def station_named(stations, name: str) -> Station | None:
    found = list(stations.filter(name=name)[:2]) if name else []
    return found[0] if len(found) == 1 else None


def fields_of(entry: Entry) -> dict:
    """What stands in the form's fields for this entry."""
    whole = entry.reach[0] if len(entry.reach) == 1 else None
    return {
        "items": [str(item.pk) for item in entry.items], "place": entry.where,
        "people": entry.people or None, "occupation": whole.occupation if whole else "",
        "platform": whole.platform if whole else "", "money": entry.money_fen,
        "held_on": entry.held_on, "kind": entry.kind, "partner": entry.partner, "note": entry.note,
    }  # fmt: skip


def rows_of(entry: Entry) -> tuple[list[dict], list[dict]]:
    """The rows of people (none for a single group) and of goods."""
    reach = [vars(group) for group in entry.reach] if len(entry.reach) > 1 else []
    return reach, [vars(row) for row in entry.goods]


REPEATED = ("items", "place", "people", "occupation", "platform", "money", "kind", "partner")


def as_typed(entry: Entry) -> str:
    """“和上次一样” for the page's script: [[input name, value], …] as JSON."""
    given = fields_of(entry) | {"money": money.yuan(entry.money_fen) if entry.money_fen else ""}
    pairs = [(name, given[name]) for name in REPEATED if name != "items"]
    pairs += [("items", pk) for pk in given["items"]]
    for prefix, rows in zip(("reach", "goods"), rows_of(entry), strict=True):
        for number, row in enumerate(rows):
            pairs += [(f"{prefix}-{number}-{name}", value) for name, value in row.items()]
    return json.dumps([(name, str(value or "")) for name, value in pairs], ensure_ascii=False)
