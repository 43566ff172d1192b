"""A document number lies sealed in one column: no free text takes one in."""

import pytest

from membership.forms import MeForm
from membership.forms_desk import (
    DelayForm,
    LateForm,
    RefuseForm,
    ReleasePhoneForm,
    ReturnForm,
    RevealForm,
)

NUMBER = "629900198805061230"
pytestmark = pytest.mark.django_db

TEXTS = [
    (MeForm, "employer"), (ReturnForm, "other"), (LateForm, "late_reason"), (RefuseForm, "reason"),
    (DelayForm, "reason"), (RevealForm, "reason"), (ReleasePhoneForm, "reason"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "field"), TEXTS)
@pytest.mark.parametrize("typed", [f"核对证件{NUMBER}", f"核对证件 {NUMBER[:6]} {NUMBER[6:]}"])
def test_it_is_asked_to_be_left_out(form, field, typed):
    assert form({field: typed}).errors[field] == ["请不要在这里写证件号码，去掉以后再提交。"]


@pytest.mark.parametrize(("form", "field"), TEXTS)
def test_other_words_are_welcome(form, field):
    assert field not in form({field: "核对证件，尾号1230"}).errors
