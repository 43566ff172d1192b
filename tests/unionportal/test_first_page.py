"""Where each begins: the administrator of the city with the overview, all others with their day."""

from django.urls import reverse

from organizations.models import Role
from tests.factories import a_member_of_staff
from unionportal import first_page

OVERVIEW, DESK = reverse("dashboards:overview"), reverse("membership:desk")


def test_who_administers_the_city_begins_with_the_overview(administrator):
    assert first_page.of(administrator) == OVERVIEW


def test_who_also_reviews_begins_with_what_waits(city):
    both = a_member_of_staff("任两岗", city.root, Role.ADMINISTRATOR, Role.REVIEWER)
    assert first_page.of(both) == DESK


def test_all_others_begin_with_their_day(district_administrator, reviewer, auditor, worker):
    for user in (district_administrator, reviewer, auditor, worker):
        assert first_page.of(user) == DESK


def test_signing_in_leads_there_unless_a_page_was_asked_for(administrator, signed_in):
    browser = signed_in(administrator)
    door = reverse("accounts:staff-sign-in")
    assert browser.get(door).url == OVERVIEW
    assert browser.get(door, {"next": DESK}).url == DESK
