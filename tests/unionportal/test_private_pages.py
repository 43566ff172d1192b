"""Pages of somebody signed in leave no copy behind."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from unionportal.middleware import private_pages


@pytest.fixture
def answer():
    def ask(user, **headers):
        request = RequestFactory().get("/")
        request.user = user
        return private_pages(lambda _: HttpResponse(headers=headers))(request)

    return ask


def test_a_signed_in_person_s_page_is_stored_nowhere(answer, worker):
    assert answer(worker)["Cache-Control"] == "no-store, private"


def test_a_public_page_is_left_alone(answer):
    assert "Cache-Control" not in answer(AnonymousUser())


def test_what_a_view_says_itself_stands(answer, worker):
    assert answer(worker, **{"Cache-Control": "private, max-age=60"})["Cache-Control"] == (
        "private, max-age=60"
    )
