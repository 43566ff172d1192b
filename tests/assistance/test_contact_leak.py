"""A household is called, helped and signs, all through the pages: who it is, what it needed and how
it is reached stands in the own rows, and nowhere in records, messages, logs, Redis or addresses.
"""

import io
import logging
import uuid

import pytest
from django.urls import reverse

from assistance import facts
from assistance.models import HardshipFile, Need
from audit.models import Entry
from notifications import delivery
from notifications.gateways import outbox
from notifications.models import Message
from organizations.models import Role
from tests import factories, leaks
from tests.assistance.cared import a_household, a_purse
from tests.assistance.test_need_pages import goods
from tests.people.conftest import number_of
from unionportal import logs

pytestmark = pytest.mark.django_db(transaction=True)

# What is said here of 赵范例 and of nobody else.
TELLING = ("赵范例", "高血压", "降压药", "演示路7号", "19900004444")


@pytest.fixture
def log():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.formatter())
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def lived(log, city, cadre, administrator, signed_in):
    """Called, needed, given to a colleague, bought, brought, signed; looked at by the supervisor."""
    file, purse = a_household(city, cadre), a_purse(city, administrator)
    facts.write(file, {"address": "演示路7号", "note": "高血压"})
    file.save(update_fields=["facts"])
    other = factories.a_member_of_staff("尤演示", city.couriers, Role.CADRE)
    own, above, colleague = map(signed_in, (cadre, administrator, other))
    seen = [own.get(reverse("assistance:households"))]
    sent = {
        "client_id": str(uuid.uuid4()), "result": "reached", "channel": "call",
        "needs": ["medicine"], "want_medicine": "降压药", "note": "赵范例高血压，电话19900004444",
        "asks_for_another": "on",
    }  # fmt: skip
    assert own.post(reverse("assistance:contact", args=[file.pk]), sent).status_code == 302
    need = Need.objects.get()
    at = lambda name: reverse(f"assistance:{name}", args=[need.pk])  # noqa: E731
    assert own.post(at("need-assign"), {"to": str(other.public_id)}).status_code == 302
    bought = goods(money="60", share=str(purse.ganzhou.pk)) | {"goods-0-name": "降压药"}
    assert colleague.post(at("need-buy"), bought).status_code == 302
    assert colleague.post(at("need-deliver"), {"without_contact": "on"}).status_code == 302
    assert own.post(at("need-sign"), {"signed_name": "赵范例"}).status_code == 302
    for browser in (own, above, colleague):
        seen += [browser.get(reverse(f"assistance:{name}")) for name in ("needs", "supplies")]
        seen += [
            browser.get(at("need")),
            browser.get(reverse("assistance:supply", args=[need.supply.pk])),
        ]
        seen.append(browser.get(reverse("assistance:household", args=[file.pk])))
    delivery.deliver(list(Message.objects.values_list("pk", flat=True)))
    return file, seen


def telling(*found) -> set[str]:
    text = str(found)
    return {word for word in TELLING if word in text}


def test_the_day_was_lived(lived):
    _, seen = lived
    assert telling(*(page.content.decode() for page in seen)) == set(TELLING)
    assert Need.objects.get().state == "signed"
    assert Entry.objects.filter(action__startswith="assistance.").count() > 10
    assert Message.objects.count() >= 4


def test_the_record_does_not_tell(lived):
    assert (
        telling(*Entry.objects.values_list("data", "reason", "actor_unit", "subject_id")) == set()
    )


def test_no_message_tells(lived):
    rows = Message.objects.values_list("title", "body", "params", "link", "dedupe_key", "about")
    assert telling(*rows) == set()
    # The one number there is where an SMS goes to.
    assert set(Message.objects.exclude(to="").values_list("to", flat=True)) == {"19900004444"}


def test_neither_redis_nor_the_log_tells(lived, log):
    held = leaks.in_keys()
    # The demo's own telephone: what an SMS gateway would have been given.
    held.pop(outbox.KEY, None)
    assert telling(held) == set()
    assert telling(log.getvalue()) == set()
    assert log.getvalue().count("\n") > 10


def test_no_address_tells(lived):
    _, seen = lived
    assert telling(*(page.request["PATH_INFO"] for page in seen)) == set()


def test_no_document_number_lies_open_anywhere(lived, log):
    file, seen = lived
    assert number_of(HardshipFile.objects.get(pk=file.pk).person)
    assert leaks.database() == {}
    assert leaks.in_redis() == {}
    assert leaks.numbers_in(log.getvalue(), *(page.content for page in seen)) == set()


def test_what_is_known_of_a_household_is_sealed(lived):
    stored = [value for place, value in leaks.stored() if place == "assistance_hardshipfile.facts"]
    assert telling(*(bytes(value) for value in stored)) == set()
