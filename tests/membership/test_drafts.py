import pytest

from audit.refusal import Refused
from membership import drafts
from membership.models import Application
from tests.membership.conftest import a_number


def test_what_was_typed_is_kept_and_merged(worker):
    draft = drafts.open_draft(worker)
    drafts.save(draft, {"name": "李示例"})
    drafts.save(draft, {"employer": "美团", "unknown": "x"})

    assert drafts.read(Application.objects.get()) == {"name": "李示例", "employer": "美团"}


def test_the_number_in_a_draft_lies_sealed(worker):
    number = a_number()
    drafts.save(drafts.open_draft(worker), {"number": number})

    assert number.encode() not in bytes(Application.objects.get().draft)


def test_opening_twice_is_the_same_draft(worker):
    assert drafts.open_draft(worker) == drafts.open_draft(worker)


def test_with_an_open_application_there_is_no_new_draft(application, worker):
    with pytest.raises(Refused, match="正在办理"):
        drafts.open_draft(worker)


def test_a_late_autosave_does_not_touch_what_was_submitted(application):
    before = bytes(Application.objects.get().draft)
    drafts.save(application, {"name": "改名"})

    assert bytes(Application.objects.get().draft) == before


def test_very_long_input_is_cut_and_nul_bytes_go(worker):
    drafts.save(drafts.open_draft(worker), {"name": "李\0" + "示" * 500})

    kept = drafts.read(Application.objects.get())["name"]
    assert len(kept) == drafts.MAX_LENGTH
    assert "\0" not in kept


def test_the_row_in_hand_shows_what_was_just_kept(worker):
    draft = drafts.open_draft(worker)
    drafts.save(draft, {"name": "李示例"})

    assert drafts.read(draft) == {"name": "李示例"}
