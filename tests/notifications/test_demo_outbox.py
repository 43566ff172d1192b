"""The demo's telephone, and that a production process has none."""

import datetime
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse

from notifications.gateways import outbox
from notifications.models import Message
from people import identity


def sms(body: str) -> Message:
    return Message(body=body)


def test_the_newest_message_stands_first(client, db):
    outbox.send("19900000001", sms("第一条"))
    outbox.send("19900000002", sms("第二条<b>"))
    response = client.get(reverse("notifications:demo-outbox"))
    assert [row["text"] for row in response.context["rows"]] == ["第二条<b>", "第一条"]
    page = response.content.decode()
    assert "第二条&lt;b&gt;" in page
    assert 'hx-trigger="every 3s"' in page


def test_htmx_gets_the_list_alone(client, db):
    outbox.send("19900000001", sms("第一条"))
    page = client.get(reverse("notifications:demo-outbox"), headers={"HX-Request": "true"})
    assert "第一条" in page.content.decode()
    assert "<html" not in page.content.decode()


def test_an_empty_outbox_says_so(client, db):
    assert "还没有短信" in client.get(reverse("notifications:demo-outbox")).content.decode()


def test_only_so_many_are_kept_and_not_for_ever():
    for number in range(outbox.KEPT + 5):
        outbox.send("19900000001", sms(str(number)))
    kept = outbox.latest(1000)
    assert [kept[0]["text"], kept[-1]["text"], len(kept)] == ["104", "5", outbox.KEPT]
    assert 0 < outbox._redis().ttl(outbox.KEY) <= outbox.SECONDS_KEPT


PROBE = """
import django
django.setup()
from django.urls import Resolver404, resolve
try:
    resolve("/demo/outbox/")
    print("there")
except Resolver404:
    print("not there")
"""


@pytest.mark.parametrize(
    ("mode", "gateway", "found"),
    [
        ("demo", "outbox", "there"),
        ("demo", "aliyun", "not there"),
        ("production", "aliyun", "not there"),
        ("production", "outbox", "not there"),
    ],
)
def test_a_process_has_the_page_only_as_a_demo(mode, gateway, found):
    environment = {
        **os.environ,
        "PORTAL_MODE": mode,
        "SMS_GATEWAY": gateway,
        "SECRET_KEY": "x" * 60,
        "FINGERPRINT_KEY": "eA==",
        "IDENTITY_KEYS": "a:eA==",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split("\n")[-2:] == [found, ""], done.stderr


def test_a_made_up_number_is_offered_to_fill_forms_with(client, db):
    first, second = (
        client.get(reverse("notifications:demo-outbox")).context["number"] for _ in range(2)
    )
    assert first.startswith(identity.DEMO_REGION)
    assert identity.check("identity_card", first, datetime.date(2026, 11, 24)) == ""
    assert first != second


def test_the_page_refreshes_itself(client, db):
    page = client.get(reverse("notifications:demo-outbox")).content.decode()
    assert "vendor/htmx.min.js" in page.partition("<body")[0]
