"""What somebody wrote about the own distress lies where it must, and nowhere else.

Messages, the record, Redis, addresses and the log are searched for the name, the words and the
document number. Each search is first shown to find something.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from assistance import pairing, publishing
from assistance.models import HardshipFile, HelpRequest
from assistance.notice_days import last_day
from audit.models import Entry
from notifications.models import Message
from people.models import Purpose
from tests import leaks
from tests.assistance.asked import a_known_worker, consent_to
from tests.assistance.rows import the_post
from tests.people.conftest import number_of
from tests.test_leak import log  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)

NAME, WORDS, REASON = "赵范例", "查出白血病", "大病保险已报销"


@pytest.fixture
def lived(log, city, signed_in, district_administrator, cadre, auditor):  # noqa: F811
    """Two ask: one is accepted, paired, silent, shown and taken down; the other is refused."""
    person, other = a_known_worker(NAME), a_known_worker("钱试例")
    desk = signed_in(district_administrator)
    phones = {user: signed_in(user) for user in (person, other)}
    for user, phone in phones.items():
        number = number_of(user.person)
        typed = {"cause": "own_illness", "division": city.railway.pk, "agreed": "on"}
        # A number in the text is refused, and written nowhere.
        phone.post(reverse("assistance:request"), typed | {"text": f"{WORDS}，号码{number}"})
        phone.post(reverse("assistance:request"), typed | {"text": WORDS})
    accepted, refused = HelpRequest.objects.order_by("created_at")
    page = reverse("assistance:request-desk", args=[accepted.pk])
    desk.get(page)
    desk.post(f"{page}accept/", {"group": "hardship", "hardship_class": "deep"})
    desk.post(reverse("assistance:request-refuse", args=[refused.pk]), {"reason": REASON})
    file = HardshipFile.objects.get()
    pairing.pair(file, the_post(cadre), actor=district_administrator)
    phones[person].post(reverse("assistance:own-quiet"), {"days": "7"})
    phones[person].post(reverse("assistance:own-another"))
    consent_to(person.person, Purpose.PUBLICATION)
    today = timezone.localdate()
    (made,) = publishing.publish(
        [file.pk], starts_on=today, ends_on=last_day(today), actor=district_administrator
    )
    desk.post(reverse("assistance:publication-take-down", args=[made.pk]))
    numbers = {number_of(user.person) for user in phones}
    return {"file": file, "log": log, "numbers": numbers, "phones": phones, "desk": desk}


def test_the_day_was_lived(lived):
    states = HelpRequest.objects.values_list("state", flat=True)
    assert set(states) == {"accepted", "refused"}
    kinds = set(Message.objects.values_list("kind", flat=True))
    assert kinds >= {
        "assistance.request_received", "assistance.request_waiting",
        "assistance.request_accepted", "assistance.request_refused", "assistance.quiet_asked",
        "assistance.hand_over_waiting", "assistance.published",
        "assistance.publication_taken_down",
    }  # fmt: skip


def test_no_message_names_the_person_or_the_illness(lived):
    said = [
        f"{row.title}{row.body}{row.params}{row.link}"
        for row in Message.objects.exclude(kind="assistance.request_refused")
    ]
    assert len(said) > 8
    for word in (NAME, WORDS, "病", "钱试例", lived["file"].phone):
        assert not [text for text in said if word in text]
    # The reason reaches the person on the page alone.
    sms = Message.objects.get(kind="assistance.request_refused", channel="sms")
    assert REASON not in f"{sms.title}{sms.body}{sms.params}"


def test_the_record_holds_none_of_it(lived):
    entries = Entry.objects.filter(action__startswith="assistance.")
    written = "".join(
        f"{entry.action}{entry.reason}{entry.data}{entry.subject_id}" for entry in entries
    )
    assert "request_opened" in written
    for word in (NAME, WORDS, REASON, lived["file"].phone):
        assert word not in written


def test_neither_does_redis_nor_the_log(lived):
    held = str(leaks.in_keys())
    said = lived["log"].getvalue()
    assert len(held) > 100
    assert "/me/help/request/" in said
    for word in (NAME, WORDS, REASON):
        assert word not in held
        assert word not in said
        assert word.encode().hex() not in held


def test_no_number_lies_open_anywhere(lived):
    assert leaks.database() == {}
    assert leaks.in_redis() == {}
    assert leaks.numbers_in(lived["log"].getvalue()) == set()
    HelpRequest.objects.update(text=f"号码{next(iter(lived['numbers']))}")
    assert "assistance_helprequest.text" in leaks.database()


def test_no_page_of_it_shows_a_number(lived):
    file, asked = lived["file"], HelpRequest.objects.order_by("created_at").first()
    own = ("own", "own-publicity", "request")
    pages = [phone.get(reverse(f"assistance:{name}")) for phone in lived["phones"].values()
             for name in own]  # fmt: skip
    pages += [
        lived["desk"].get(reverse(f"assistance:{name}", args=args))
        for name, args in (
            ("requests", []), ("request-desk", [asked.pk]), ("publications", []),
            ("publication-add", []), ("file-publicity", [file.pk]), ("publicity", []),
        )
    ]  # fmt: skip
    assert leaks.numbers_in(*[page.getvalue() for page in pages]) == set()
    assert leaks.numbers_in(f"号码{next(iter(lived['numbers']))}") != set()
