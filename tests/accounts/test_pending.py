"""What was typed into a form whose session had just ended is kept, sealed, and put back."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils.http import urlencode

from accounts import pending
from membership import drafts
from membership.models import Application
from tests.accounts.doors import A_PHONE, SIGN_IN, SIGN_IN_CODE, everything_in_redis, sms_code
from tests.membership.conftest import a_number

pytestmark = pytest.mark.django_db

JOIN = reverse("membership:join-me")
UNION = reverse("membership:join-union")


@pytest.fixture
def typed(city) -> dict:
    return {"name": "李示例", "number": a_number(), "district": str(city.ganzhou.pk)}


def sign_in(client):
    """Through the door and on to the form: its page."""
    client.post(SIGN_IN, {"phone": A_PHONE, "next": JOIN})
    return client.get(client.post(SIGN_IN_CODE, {"code": sms_code(), "next": JOIN}).url)


def kept(client) -> dict:
    return client.session.get(pending.KEY, {})


def change(client, **fields) -> None:
    session = client.session
    session[pending.KEY] = session[pending.KEY] | fields
    session.save()


def test_the_form_leads_to_the_sign_in_and_back(client, typed):
    assert client.post(JOIN, typed).url == "/sign-in/?next=%2Fjoin%2Fme%2F"


def test_what_was_typed_is_in_the_draft_again(client, typed):
    client.post(JOIN, typed)

    first = sign_in(client).content.decode()
    assert "刚才填的内容还在，请接着办。" in first
    assert 'value="李示例"' in first
    assert 'value="李示例"' in client.get(JOIN).content.decode()
    assert drafts.read(Application.objects.get())["number"] == typed["number"]


def test_it_is_put_back_once(client, typed):
    client.post(JOIN, typed)
    sign_in(client)

    assert kept(client) == {}
    assert "刚才填的内容还在" not in client.get(JOIN).content.decode()


def test_it_lies_sealed_in_the_session_store(client, typed):
    client.post(JOIN, typed | {"csrfmiddlewaretoken": "x" * 32})

    rows = [row.get_decoded() for row in Session.objects.all()]
    assert pending.KEY in rows[0]
    stored = f"{rows} {everything_in_redis()}"
    assert typed["number"] not in stored
    assert "李示例" not in stored


def test_after_an_hour_it_is_gone(client, typed):
    client.post(JOIN, typed)
    change(client, at=kept(client)["at"] - pending.KEPT_SECONDS - 1)

    sign_in(client)

    assert kept(client) == {}
    assert "name" not in drafts.read(Application.objects.get())


def test_another_form_does_not_get_it(client, typed):
    client.post(JOIN, typed)
    change(client, path=UNION)

    sign_in(client)

    assert kept(client)["path"] == UNION
    assert "name" not in drafts.read(Application.objects.get())


def test_only_a_form_sent_without_a_session_is_kept(client, signed_in, clerk, typed):
    client.get(JOIN)
    assert kept(client) == {}
    at_the_desk = signed_in(clerk)
    at_the_desk.post(JOIN, typed)
    assert kept(at_the_desk) == {}


def test_what_is_kept_stays_small(client):
    long_names = {f"{number:03d}{'n' * 3000}": "x" for number in range(20)}
    many_and_long = {f"field{number}": "x" * 5000 for number in range(150)}
    for fields, most in ((long_names, 200), (many_and_long, 20_000)):
        client.post(JOIN, urlencode(fields), content_type="application/x-www-form-urlencoded")
        assert len(kept(client)["typed"]) < most


def test_signing_out_forgets_it(client, typed):
    client.post(JOIN, typed)
    client.post(reverse("accounts:sign-out"))
    assert kept(client) == {}
