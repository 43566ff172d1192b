"""Sealed values: opened by the ring, in their own place alone; and what a mask shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import crypto
from tests.people.conftest import NEW_KEY

PLACE = "people_person.number_sealed"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_is_opened(text):
    assert crypto.unseal(crypto.seal(text, PLACE), PLACE) == text


def test_the_same_text_is_never_sealed_to_the_same_bytes():
    assert len({crypto.seal("629900198805061230", PLACE) for _ in range(100)}) == 100


def test_a_sealed_value_does_not_show_what_it_holds():
    assert b"629900198805061230" not in crypto.seal("629900198805061230", PLACE)


def test_in_another_column_it_stays_shut():
    sealed = crypto.seal("629900198805061230", PLACE)
    with pytest.raises(crypto.Unreadable, match=r"membership_application\.draft"):
        crypto.unseal(sealed, "membership_application.draft")


@pytest.mark.parametrize("place", range(len(crypto.seal("x", PLACE))))
def test_one_changed_bit_anywhere_and_it_stays_shut(place):
    sealed = bytearray(crypto.seal("x", PLACE))
    sealed[place] ^= 1
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(bytes(sealed), PLACE)


@given(st.binary(max_size=60))
def test_any_other_bytes_are_unreadable_and_nothing_else(blob):
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(blob, PLACE)


def test_a_value_cut_short_is_unreadable():
    sealed = crypto.seal("629900198805061230", PLACE)
    for length in range(len(sealed)):
        with pytest.raises(crypto.Unreadable):
            crypto.unseal(sealed[:length], PLACE)


def test_the_first_key_seals_and_all_of_them_open(new_key_first):
    old = crypto.seal("旧的", PLACE)
    new_key_first()
    new = crypto.seal("新的", PLACE)

    assert [crypto.key_id_of(each) for each in (old, new)] == ["demo", "2027"]
    assert [crypto.unseal(each, PLACE) for each in (old, new)] == ["旧的", "新的"]
    assert new.startswith(crypto.key_mark())
    assert not old.startswith(crypto.key_mark())


def test_a_key_that_left_the_ring_opens_nothing_more(settings):
    sealed = crypto.seal("旧的", PLACE)
    settings.IDENTITY_KEYS = {"2027": NEW_KEY}
    with pytest.raises(crypto.Unreadable, match="no key 'demo'"):
        crypto.unseal(sealed, PLACE)


def test_another_key_under_the_same_name_opens_nothing(settings):
    sealed = crypto.seal("旧的", PLACE)
    settings.IDENTITY_KEYS = {"demo": NEW_KEY}
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(sealed, PLACE)


def test_a_key_of_the_wrong_length_is_refused(settings):
    settings.IDENTITY_KEYS = {"short": "c2hvcnQ="}
    with pytest.raises(ValueError, match="32 bytes"):
        crypto.seal("x", PLACE)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("629900198805061230", "6299**********1230"),
        ("USA110188050612", "USA1*******0612"),
        ("E12345678", "E1*****78"),
        ("12345", "1***5"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_a_mask_shows_the_ends_alone(number, masked):
    assert crypto.mask(number) == masked


@given(st.text(min_size=5))
def test_a_mask_hides_half(number):
    masked = crypto.mask(number)
    assert len(masked) == len(number)
    assert masked.count("*") >= len(number) // 2
