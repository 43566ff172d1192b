"""Households as they are typed at the desk."""

import datetime

from assistance import filing
from assistance.described import Described
from assistance.filing import Identity
from people import identity
from tests.assistance.rows import BORN, serial


def a_number() -> str:
    born = BORN + datetime.timedelta(days=next(serial))
    return identity.demo_number(born, 322, "female")


def somebody(name: str = "赵范例", number: str = "") -> Identity:
    return Identity(name, "identity_card", number or a_number())


def described(city, **changed) -> Described:
    return Described(**{"division": city.railway, "group": "hardship"} | changed)


def opened(city, actor, *, who: Identity | None = None, organization=None, at=None, **changed):
    """A file opened by hand."""
    confirmed = changed.pop("is_confirmed", False)
    return filing.open_file(
        described(city, **changed), who=who or somebody(), actor=actor, is_confirmed=confirmed,
        organization=organization or city.ganzhou_federation, at=at,
    )  # fmt: skip
