"""One web server, one Celery worker and one Chromium for journeys; a fresh city for each."""

from contextlib import ExitStack

import pytest

from membership import drafts, joining
from people import identity
from tests import processes
from tests.browser import PHONE, watched
from tests.journeys import acts
from tests.membership.conftest import BORN, details, submit  # noqa: F401 - fixtures

# Of 张掖, so that nothing warns of another province; the order number is nobody's.
NUMBER = identity.demo_number(BORN, 321, "male")


@pytest.fixture(scope="package")
def sending(django_db_setup) -> None:
    """A real Celery worker that sends what the journeys give it.

    It ends with them: tests elsewhere have workers of their own, and must find their own tasks.
    """
    with processes.worker() as worker:
        yield
        worker.kill()  # nothing is waited for any more


@pytest.fixture
def watch():
    """`watch(page)`: its complaints fail the test too, whenever in it the page was opened."""
    with ExitStack() as stack:
        yield lambda page: stack.enter_context(watched(page))


@pytest.fixture
def a_browser(new_context, watch):
    """`a_browser(**screen)` is a page of somebody else's browser, a phone if nothing is said."""
    return lambda **screen: watch(new_context(**(screen or PHONE)).new_page())


@pytest.fixture
def applied(details):  # noqa: F811
    """`applied(worker, at, name=…)` is an application with all that was typed still in its draft."""

    def build(worker, at, **fields):
        given = details(**fields)
        draft = drafts.open_draft(worker, at=at)
        drafts.save(draft, acts.typed(given))
        return joining.submit(draft, details=given, actor=worker, at=at)

    return build
