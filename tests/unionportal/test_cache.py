"""The cache: Django's, with one client for all commands."""

from django.core.cache import cache


def test_one_client_serves_reading_and_writing():
    backend = cache._cache  # type: ignore[attr-defined]  # the client behind Django's front
    assert backend.get_client("a") is backend.get_client("b", write=True)
    cache.set("kept", {"one": 1})
    assert cache.get("kept") == {"one": 1}
