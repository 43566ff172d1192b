"""The demo's two sheets: one imported with rows to mend, one waiting for a decision."""

from django.utils import timezone

from campaigns.demo import imports
from campaigns.models import Activity
from tests.campaigns.importing import states


def test_one_is_imported_and_one_waits(campaign, officer, private_folder):
    done, waiting = (job for job in imports.load(campaign, timezone.now()))
    done.refresh_from_db()
    assert (done.state, done.done, done.bad, done.doubtful) == ("done", 43, 3, 2)
    assert (waiting.state, waiting.bad, waiting.doubtful) == ("ready", 3, 2)
    assert states(waiting).count("good") == waiting.good == 31
    assert Activity.objects.count() == 43


def test_a_month_that_is_over_gets_none(campaign, officer, private_folder):
    campaign.state = "archived"
    assert imports.load(campaign, timezone.now()) == []
