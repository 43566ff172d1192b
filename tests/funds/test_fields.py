"""The form field: yuan as typed, fen as cleaned."""

import pytest
from django import forms

from funds.fields import MoneyField


class Typed(forms.Form):
    amount = MoneyField()
    rest = MoneyField(required=False)


@pytest.mark.parametrize(("typed", "fen"), [("1,260.50", 1_260_50), ("0", 0), (" 5元 ", 5_00)])
def test_it_cleans_to_fen(typed, fen):
    form = Typed({"amount": typed, "rest": ""})
    assert form.is_valid()
    assert form.cleaned_data == {"amount": fen, "rest": 0}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请填金额。"),
        ("一百", "金额请填数字，最多两位小数，比如1260.50。"),
        ("9" * 25, "金额太长，请核对。"),
        ("9" * 20, "金额太大，请核对是不是多打了几位。"),
    ],
)
def test_what_is_wrong_is_said(typed, said):
    assert Typed({"amount": typed}).errors == {"amount": [said]}


def test_a_nul_byte_is_refused():
    assert "amount" in Typed({"amount": "5\0"}).errors


def test_what_is_known_already_is_shown_as_people_write_it():
    form = Typed(initial={"amount": 1_260_50, "rest": 0})
    assert (form["amount"].value(), form["rest"].value()) == ("1,260.50", "")
