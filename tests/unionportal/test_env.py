"""Settings from the environment, and from files mounted as secrets."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from unionportal import env


def test_a_key_ring_is_read_in_its_order(monkeypatch):
    monkeypatch.setenv("RING", "new:aa==, old:bb=")
    assert list(env.mapping("RING").items()) == [("new", "aa=="), ("old", "bb=")]


def test_a_key_ring_may_lie_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "ring").write_text("new:aa==,old:bb=\n")
    monkeypatch.setenv("RING_FILE", str(tmp_path / "ring"))
    assert env.mapping("RING") == {"new": "aa==", "old": "bb="}


def test_nothing_set_is_an_empty_ring():
    assert env.mapping("RING_NOBODY_SETS") == {}


@pytest.mark.parametrize("text", ["maybe", "2", "是"])
def test_an_unreadable_switch_is_refused_by_name(monkeypatch, text):
    monkeypatch.setenv("SWITCH", text)
    with pytest.raises(ImproperlyConfigured, match="SWITCH"):
        env.boolean("SWITCH")


def test_a_number_that_is_none_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("COUNT", "many")
    with pytest.raises(ImproperlyConfigured, match="COUNT"):
        env.integer("COUNT", 1)
