"""Gifts in the state a test begins with, and forms as officers fill them in."""

import uuid
from typing import Any

from django.urls import reverse
from django.utils import timezone

from campaigns import giving, recipients
from campaigns.gifts import Gift, Signed
from campaigns.models import Campaign, Grant, GrantKind
from people.models import Person
from people.vocabulary import Occupation
from tests.people.conftest import a_number, a_person

STROKES = [[[100, 300], [300, 320], [500, 700]], [[600, 200], [800, 800]]]


def a_gift(campaign: Campaign, union, **fields: Any) -> Gift:
    """A 慰问金 of 300 yuan, given today."""
    given = {
        "item": campaign.items.get(position=5), "kind": GrantKind.SOLATIUM,
        "occupation": Occupation.FOOD, "given_on": timezone.localdate(), "amount_fen": 300_00,
    }  # fmt: skip
    return Gift(campaign=campaign, organization=union, **given | fields)


def give(campaign: Campaign, union, actor, person: Person | None = None, **fields: Any) -> Grant:
    """`fields` are the gift's, or `signed`, `client_id`, `at`."""
    person = person or a_person()
    act = {name: fields.pop(name) for name in ("signed", "client_id", "at") if name in fields}
    act.setdefault("signed", Signed(name=person.name, agreed=True))
    act.setdefault("client_id", uuid.uuid4())
    gift = a_gift(campaign, union, **fields)
    return giving.give(gift, to=recipients.of(person), actor=actor, **act)


def find(client, campaign: Campaign, **given: Any):
    """The first step, by document, for somebody new unless told otherwise."""
    typed = {
        "by": "document", "kind": "solatium", "name": "李示例", "document_type": "identity_card",
        "number": a_number(), **given,
    }  # fmt: skip
    if "organization" not in typed:
        page = client.get(address("give", campaign))
        typed["organization"] = page.context["form"]["organization"].value()
    return client.post(address("give", campaign), typed)


def signing(answer, **given: Any) -> dict:
    """The second step's form as it is shown, filled in."""
    form = answer.context["form"]
    shown = {name: form[name].value() for name in ("token", "client_id", "item", "given_on")}
    shown["item"] = getattr(shown["item"], "pk", shown["item"])
    return {
        **shown, "money": "300", "goods": "", "occupation": "food", "signature": "",
        "signed_name": answer.context["to"].name, "agreed": "on", **given,
    }  # fmt: skip


def sign(client, campaign: Campaign, answer, **given: Any):
    return client.post(address("give-sign", campaign), signing(answer, **given))


def address(name: str, campaign: Campaign, **more: Any) -> str:
    return reverse(f"campaigns:{name}", kwargs={"pk": campaign.pk, **more})
