"""The demo's households: plainly fictional, the same each time, and good enough to be imported."""

import pytest
from django.utils import timezone

from assistance.demo import files, households
from assistance.models import ClassRule, FileState, HardshipFile
from people import identity
from people.models import Consent
from tests.assistance.surveyed import uploaded
from tests.campaigns.importing import confirmed, worked_on

TODAY = timezone.localdate()


def test_numbers_belong_to_nobody_and_to_no_two_households():
    made = [households.household(serial) for serial in range(households.MOST)]
    assert len({each.number for each in made}) == households.MOST
    assert all(each.number.startswith(identity.DEMO_REGION) for each in made)
    assert not any(identity.check("identity_card", each.number, TODAY) for each in made)
    assert {each.phone[:7] for each in made} == {"1990000"}


@pytest.mark.usefixtures("private_folder")
def test_its_survey_is_imported_without_a_question(city, administrator):
    job = worked_on(uploaded(administrator, content=files.survey_book(60, administrator)))
    assert (job.good, job.bad, job.doubtful) == (60, 0, 0)
    assert confirmed(job, administrator).done == 60


def test_files_in_every_state_with_what_goes_with_it(city, administrator, district_administrator):
    made = files.load(60, now=timezone.now())
    assert len(made) == HardshipFile.objects.count() == 60
    assert set(HardshipFile.objects.values_list("state", flat=True)) == set(FileState)
    assert all(file.is_demo and file.person.is_demo for file in made)
    agreed = HardshipFile.objects.exclude(agreed_at=None)
    assert Consent.objects.count() == agreed.count()


def test_ceilings_are_made_up_and_say_so(db):
    files.ceilings(2026)
    files.ceilings(2026)
    assert ClassRule.objects.count() == 6
    assert set(ClassRule.objects.values_list("note", flat=True)) == {files.BASIS}
