"""The lines of a request say where it came from, as far as we can know."""

import pytest
import structlog
from django_structlog.signals import bind_extra_request_finished_metadata


@pytest.fixture
def bound():
    """What every line of the last request carries."""
    found = {}

    def keep(**_):
        found.update(structlog.contextvars.get_contextvars())

    bind_extra_request_finished_metadata.connect(keep)
    yield found
    bind_extra_request_finished_metadata.disconnect(keep)


@pytest.mark.django_db
@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "198.51.100.7")])
def test_only_our_own_proxies_are_believed(client, settings, bound, proxies, address):
    settings.TRUSTED_PROXIES = proxies
    client.get("/healthz", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    assert bound["ip"] == address
