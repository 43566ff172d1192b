"""Redis away: who is signed in goes on working, and nobody is signed out by halves."""

import pytest
from django.contrib.sessions.models import Session
from django.test import override_settings
from django.urls import reverse

NOWHERE = {
    "BACKEND": "unionportal.cache.Cache",
    "LOCATION": "redis://127.0.0.1:1/0",
}


@pytest.fixture
def redis_away():
    with override_settings(CACHES={"default": NOWHERE}):
        yield


def test_staff_go_on_at_the_desk(signed_in, reviewer, request):
    client = signed_in(reviewer)
    request.getfixturevalue("redis_away")
    assert client.get(reverse("membership:queue")).status_code == 200


def test_a_worker_goes_on(signed_in, worker, city, request):
    client = signed_in(worker)
    request.getfixturevalue("redis_away")
    assert client.get(reverse("membership:me")).status_code == 200


def test_signing_out_waits_until_the_copy_can_go_too(signed_in, reviewer, request):
    client = signed_in(reviewer)
    client.raise_request_exception = False
    request.getfixturevalue("redis_away")
    assert client.post(reverse("accounts:sign-out")).status_code == 503
    assert Session.objects.count() == 1
