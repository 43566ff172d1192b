"""Document numbers on their way in: sealed on the disk and in the rows, masked on every page, gone
after a week.
"""

import datetime

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.management import call_command
from django.utils import timezone

from assistance import views_survey
from assistance.models import HardshipFile
from audit.refusal import Refused
from people import crypto, sealed
from spreadsheets import blank, deciding, desk, sealing, showing
from spreadsheets.models import Import, ImportRow, ImportState
from tests import leaks
from tests.assistance.surveyed import HEADS, a_row, checked, uploaded
from tests.assistance.typed import a_number
from tests.campaigns.importing import confirmed, worked_on
from tests.people.conftest import NEW_KEY
from tests.spreadsheets.making import a_book, an_upload, parts_of, read_back

pytestmark = pytest.mark.usefixtures("private_folder")

DAY = datetime.timedelta(days=1)


@pytest.fixture
def numbers() -> list[str]:
    return [a_number() for _ in range(4)]


@pytest.fixture
def job(city, district_administrator, numbers) -> Import:
    """A good row, a bad one, a doubtful one, and a number that lacks a digit."""
    return checked(
        district_administrator,
        a_row(证件号码=numbers[0], 手机="19900001234"),
        a_row(证件号码=numbers[1], 群体="穷人"),
        a_row(证件号码=numbers[2], 手机="19900001234"),
        a_row(证件号码=numbers[3][:17]),
    )


def test_the_stored_workbook_cannot_be_opened_and_is_gone_once_read(
    city, district_administrator, numbers
):
    job = uploaded(district_administrator, a_row(证件号码=numbers[0]))
    storage, name = job.file.storage, job.file.name
    with storage.open(name) as file:
        content = file.read()
    assert not content.startswith(b"PK")
    assert leaks.numbers_in(content) == set()
    opened = crypto.unseal_bytes(content, sealing.FILE)
    assert numbers[0].encode() in b"".join(parts_of(opened).values())
    worked_on(job)
    assert not storage.exists(name)


def test_on_its_way_in_it_touches_no_disk(city, district_administrator, signed_in, monkeypatch):
    """However large it is: else the server writes it to /tmp, as it does other uploads."""
    seen = []

    def note(request, job):
        seen.append(request.FILES["file"])
        return real(request, job)

    real = desk.uploaded
    monkeypatch.setattr(views_survey.desk, "uploaded", note)
    large = an_upload(a_book([HEADS, a_row()]) + b"\0" * 4_000_000)
    signed_in(district_administrator).post("/desk/assistance/survey/", {"file": large})
    assert [type(each) for each in seen] == [InMemoryUploadedFile]


def test_the_rows_hold_nothing_that_can_be_read(job, numbers):
    assert not any(row.cells for row in job.rows.all())
    assert leaks.database() == {}
    assert "赵范例" not in str(list(job.rows.values()))
    [row, *_] = job.rows.order_by("number")
    assert sealing.cells_of(row)[2] == numbers[0]


def test_the_preview_shows_the_numbers_masked(job, numbers, district_administrator, signed_in):
    client = signed_in(district_administrator)
    for view in ("good", "bad", "parked"):
        page = client.get(f"/desk/imports/{job.pk}/", {"show": view}).content.decode()
        assert "6299**********" in page
        assert not any(number[:17] in page for number in numbers)
        assert leaks.numbers_in(page) == set()


def test_a_number_with_a_wrong_digit_is_masked_as_well(job, numbers):
    lines = showing.page(job, "bad").rows
    assert lines[1].cells[2].text == crypto.mask(numbers[3][:17])


def test_the_sheet_of_problems_shows_them_masked_and_cannot_be_sent_as_it_is(
    job, numbers, district_administrator
):
    content = blank.problems(job)
    assert leaks.numbers_in(*parts_of(content).values()) == set()
    rows = read_back(content)
    assert {row[2] for row in rows[1:]} == {
        crypto.mask(number) for number in (*numbers[1:3], numbers[3][:17])
    }
    again = worked_on(uploaded(district_administrator, content=content))
    assert again.good == 0
    assert all("请照原来的表重新填" in str(row.problems) for row in again.rows.all())


def test_after_another_key_came_first_the_rows_are_sealed_anew_and_imported(
    job, numbers, district_administrator, settings
):
    settings.IDENTITY_KEYS = {"2027": NEW_KEY, **settings.IDENTITY_KEYS}
    call_command("reencrypt")
    column = ImportRow._meta.get_field("sealed")
    assert not sealed.outdated(column).exists()
    assert confirmed(job, district_administrator).done == 1


def test_no_line_of_the_record_tells_a_number(job, numbers, district_administrator):
    confirmed(job, district_administrator)
    assert leaks.database() == {}


# --- how long ---------------------------------------------------------------------------------
def test_a_week_after_the_import_the_rows_go_and_with_them_the_way_back(
    job, district_administrator
):
    done = confirmed(job, district_administrator)
    over = done.finished_at + sealing.KEPT
    assert sealing.wipe(over - DAY) == 0
    assert sealing.refusal_to_undo(done, over - DAY) == ""
    assert sealing.wipe(over) == 4
    assert sealing.wipe(over) == 0
    assert not ImportRow.objects.exists()
    assert HardshipFile.objects.count() == 1
    assert "不能再整批撤销" in sealing.refusal_to_undo(done, over)


def test_undoing_too_late_is_refused_even_before_the_rows_went(job, district_administrator):
    done = confirmed(job, district_administrator)
    Import.objects.filter(pk=done.pk).update(finished_at=timezone.now() - 8 * DAY)
    with pytest.raises(Refused) as refused:
        deciding.undo(done, actor=district_administrator)
    assert refused.value.message == sealing.TOO_LATE


def test_the_page_still_opens_afterwards(job, district_administrator, signed_in):
    done = confirmed(job, district_administrator)
    Import.objects.filter(pk=done.pk).update(finished_at=timezone.now() - 8 * DAY)
    sealing.wipe()
    page = signed_in(district_administrator).get(f"/desk/imports/{job.pk}/")
    assert page.status_code == 200
    assert sealing.TOO_LATE in page.content.decode()


def test_what_nobody_confirmed_for_a_week_is_called_off(job):
    assert sealing.wipe(job.created_at + sealing.KEPT) == 4
    job.refresh_from_db()
    assert (job.state, job.message) == (ImportState.CANCELLED, sealing.NOT_CONFIRMED)


def test_what_is_being_worked_at_is_left_alone(job):
    Import.objects.filter(pk=job.pk).update(
        state=ImportState.IMPORTING, finished_at=timezone.now() - 30 * DAY
    )
    assert sealing.wipe() == 0
    assert job.rows.count() == 4


def test_sheets_without_numbers_are_not_touched(job, city):
    other = Import.objects.create(
        kind="stations", organization=city.root, uploaded_by=job.uploaded_by, file_name="a",
        size=1, digest="x", state=ImportState.DONE, finished_at=timezone.now() - 30 * DAY,
    )  # fmt: skip
    other.rows.create(number=2, cells=["驿站"], state="imported")
    assert sealing.wipe() == 0
    assert sealing.refusal_to_undo(other) == ""
