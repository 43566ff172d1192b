"""A keyed fingerprint: the same for the same document, and telling nothing without the key."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import crypto
from people.vocabulary import DocumentType
from tests.people.conftest import NEW_KEY

CARD, PERMIT, FOREIGN, PASSPORT = DocumentType
NUMBER = "629900198805061230"


@pytest.mark.parametrize(
    "typed", [f" {NUMBER} ", "629900 19880506 1230", "６２９９００１９８８０５０６１２３０"]
)
def test_however_it_is_typed_it_is_the_same_document(typed):
    assert crypto.fingerprint(CARD, typed) == crypto.fingerprint(CARD, NUMBER)


def test_small_letters_are_the_same_letters():
    assert crypto.fingerprint(PASSPORT, "e12345678") == crypto.fingerprint(PASSPORT, "E12345678")


@given(st.sampled_from(DocumentType), st.sampled_from(DocumentType), st.text(), st.text())
def test_other_documents_have_other_fingerprints(kind, other_kind, number, other):
    same = (kind, crypto.identity.normalise(kind, number)) == (
        other_kind,
        crypto.identity.normalise(other_kind, other),
    )
    equal = crypto.fingerprint(kind, number) == crypto.fingerprint(other_kind, other)
    assert equal == same


def test_it_is_64_hex_digits_and_no_plain_hash(settings):
    before = crypto.fingerprint(CARD, NUMBER)
    settings.FINGERPRINT_KEY = NEW_KEY
    assert re.fullmatch("[0-9a-f]{64}", before)
    assert crypto.fingerprint(CARD, NUMBER) != before


def test_a_new_sealing_key_changes_no_fingerprint(new_key_first):
    before = crypto.fingerprint(CARD, NUMBER)
    new_key_first()
    assert crypto.fingerprint(CARD, NUMBER) == before
