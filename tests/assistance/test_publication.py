"""公示: a masked name, a unit and a class, for five working days or more; then nothing."""

import datetime
import threading

import pytest

from assistance import consenting, moving, notice_days, publicity, publishing
from assistance.models import FileState, HardshipFile, Publication
from assistance.vocabulary import HardshipClass
from audit import services as audit
from audit.models import Entry
from audit.refusal import Refused
from notifications.models import Message
from people import services as people
from people.models import Consent, Purpose
from tests import factories
from tests.assistance.asked import a_known_worker, consent_to
from tests.assistance.rows import a_file
from tests.factories import local
from tests.together import together

pytestmark = pytest.mark.django_db

# A Monday; the week after it has no holiday.
MONDAY = datetime.date(2026, 11, 23)
LAST = datetime.date(2026, 11, 30)
MORNING = local(2026, 11, 23, 9, 0)
DAY = datetime.timedelta(days=1)


def a_consented_file(organization, name="赵范例", **fields) -> HardshipFile:
    fields.setdefault("hardship_class", HardshipClass.DEEP)
    fields.setdefault("unit_name", "甘州区试验快递站")
    file = a_file(organization, name=name, **fields)
    consent_to(file.person, Purpose.PUBLICATION)
    return file


@pytest.fixture
def file(city):
    return a_consented_file(city.ganzhou_federation)


def publish(*files, actor, starts_on=MONDAY, ends_on=LAST, at=MORNING) -> list[Publication]:
    return publishing.publish(
        [file.pk for file in files], starts_on=starts_on, ends_on=ends_on, actor=actor, at=at
    )


def shown(day: datetime.date) -> list[str]:
    return list(Publication.objects.shown(day).values_list("masked_name", flat=True))


class TestDays:
    def test_the_first_day_does_not_count(self, db):
        assert notice_days.last_day(MONDAY) == LAST

    def test_begun_on_a_free_day_the_working_days_after_it_count(self, db):
        saturday, friday = MONDAY - 2 * DAY, MONDAY + 4 * DAY
        assert notice_days.last_day(saturday) == friday

    def test_holidays_do_not_count_and_make_up_days_do(self, db):
        # The National Day week of 2026, with Saturday the 10th of October worked.
        assert notice_days.last_day(datetime.date(2026, 9, 30)) == datetime.date(2026, 10, 13)

    @pytest.mark.parametrize(
        ("starts_on", "ends_on", "field"),
        [
            (MONDAY, LAST - DAY, "ends_on"), (MONDAY, MONDAY, "ends_on"),
            (MONDAY, MONDAY - DAY, "ends_on"), (MONDAY, datetime.date(2027, 6, 1), "ends_on"),
            (MONDAY - DAY, LAST, "starts_on"), (datetime.date(2027, 3, 1), LAST, "starts_on"),
        ],
    )  # fmt: skip
    def test_what_is_too_short_too_long_or_past_is_refused_beside_its_field(
        self, file, district_administrator, starts_on, ends_on, field
    ):
        with pytest.raises(Refused) as refused:
            publish(file, actor=district_administrator, starts_on=starts_on, ends_on=ends_on)
        assert refused.value.field == field
        assert not Publication.objects.exists()


class TestPublishing:
    def test_masked_name_unit_and_class_and_nothing_else(self, file, district_administrator):
        (made,) = publish(file, actor=district_administrator)
        assert (made.masked_name, made.unit_name, made.class_name) == (
            "赵*例", "甘州区试验快递站", "深度困难",
        )  # fmt: skip
        entry = audit.history(file).get(action="assistance.published")
        assert entry.data == {"from": "2026-11-23", "until": "2026-11-30"}

    def test_without_a_unit_the_union_that_keeps_the_file(self, city, district_administrator):
        file = a_consented_file(city.ganzhou_federation, unit_name="")
        (made,) = publish(file, actor=district_administrator)
        assert made.unit_name == "甘州区总工会"

    def test_the_person_is_told(self, city, district_administrator):
        worker = a_known_worker()
        publish(
            a_consented_file(city.ganzhou_federation, person=worker.person),
            actor=district_administrator,
        )
        message = Message.objects.get()
        assert (message.kind, message.recipient, message.channel) == (
            "assistance.published", worker, "inbox",
        )  # fmt: skip
        assert "11月23日到11月30日" in message.body

    def test_it_is_shown_from_the_first_day_to_the_last_and_on_no_other(
        self, file, district_administrator
    ):
        publish(file, actor=district_administrator)
        assert shown(MONDAY - DAY) == []
        assert shown(MONDAY) == shown(LAST) == ["赵*例"]
        assert shown(LAST + DAY) == []

    def test_the_same_once_more_is_quiet(self, file, district_administrator):
        first = publish(file, actor=district_administrator)
        assert publish(file, actor=district_administrator) == first
        assert Entry.objects.filter(action="assistance.published").count() == 1

    def test_other_days_for_one_that_stands_are_refused(self, file, district_administrator):
        publish(file, actor=district_administrator)
        with pytest.raises(Refused, match=r"赵\*例已经排在11月30日为止"):
            publish(file, actor=district_administrator, ends_on=LAST + DAY)

    def test_after_its_end_it_may_be_shown_again(self, file, district_administrator):
        publish(file, actor=district_administrator)
        later = MONDAY + 14 * DAY
        publish(
            file, actor=district_administrator, starts_on=later,
            ends_on=notice_days.last_day(later), at=MORNING + 14 * DAY,
        )  # fmt: skip
        assert Publication.objects.count() == 2

    def test_all_or_none(self, city, file, district_administrator):
        without = a_file(city.ganzhou_federation, name="钱试例", hardship_class=HardshipClass.DEEP)
        with pytest.raises(Refused, match=r"钱\*例没有同意公示"):
            publish(file, without, actor=district_administrator)
        assert not Publication.objects.exists()

    def test_nobody_without_a_consent_that_stands(self, file, district_administrator):
        people.withdraw_consent(file.person, purpose=Purpose.PUBLICATION)
        with pytest.raises(Refused, match="没有同意公示"):
            publish(file, actor=district_administrator)

    @pytest.mark.parametrize(
        "state", [FileState.SURVEYED, FileState.ASKED, FileState.LIFTED, FileState.LEFT]
    )
    def test_only_who_is_on_file(self, city, district_administrator, state):
        file = a_consented_file(city.ganzhou_federation, state=state)
        with pytest.raises(Refused, match="不在档"):
            publish(file, actor=district_administrator)

    def test_without_a_class_there_is_nothing_to_show(self, city, district_administrator):
        file = a_consented_file(city.ganzhou_federation, hardship_class="")
        with pytest.raises(Refused, match="还没有困难类别"):
            publish(file, actor=district_administrator)

    def test_nothing_chosen_is_asked_for(self, db, district_administrator):
        with pytest.raises(Refused, match="请至少选一户"):
            publish(actor=district_administrator)

    def test_only_keepers_of_the_subtree(self, city, file, cadre, auditor, reviewer):
        far = factories.a_member_of_staff("钱试样", city.minle_federation, "administrator")
        for actor in (cadre, auditor, reviewer, far):
            with pytest.raises(Refused, match="不归您管理"):
                publish(file, actor=actor)
        assert not Publication.objects.exists()

    def test_a_later_change_of_the_file_shows_nothing_more(self, file, district_administrator):
        publish(file, actor=district_administrator)
        HardshipFile.objects.update(unit_name="另一个单位", hardship_class=HardshipClass.SUDDEN)
        made = Publication.objects.get()
        assert (made.unit_name, made.hardship_class) == ("甘州区试验快递站", HardshipClass.DEEP)


class TestTakingDown:
    @pytest.fixture
    def made(self, file, district_administrator):
        return publish(file, actor=district_administrator)[0]

    def test_staff_take_it_down_early(self, made, district_administrator):
        for _ in range(2):
            publishing.take_down(made, actor=district_administrator, at=MORNING + DAY)
        assert shown(MONDAY + DAY) == []
        written = Entry.objects.filter(action="assistance.publication_taken_down")
        assert written.count() == 1

    def test_what_is_over_stays_over(self, made, district_administrator):
        after = publishing.take_down(made, actor=district_administrator, at=MORNING + 10 * DAY)
        assert after.taken_down_at is None

    def test_nobody_elses(self, city, made, cadre):
        far = factories.a_member_of_staff("钱试样", city.minle_federation, "administrator")
        for actor in (cadre, far):
            with pytest.raises(Refused, match="不归您管理"):
                publishing.take_down(made, actor=actor, at=MORNING)
        assert shown(MONDAY) == ["赵*例"]

    def test_a_consent_taken_back_takes_it_down(self, made):
        people.withdraw_consent(made.file.person, purpose=Purpose.PUBLICATION)
        assert shown(MONDAY) == []
        made.refresh_from_db()
        assert made.taken_down_at

    def test_given_anew_it_does_not_come_back_by_itself(self, made):
        people.withdraw_consent(made.file.person, purpose=Purpose.PUBLICATION)
        consent_to(made.file.person, Purpose.PUBLICATION)
        assert shown(MONDAY) == []

    def test_the_consent_to_the_file_takes_it_along(self, made):
        consent_to(made.file.person, Purpose.ASSISTANCE)
        people.withdraw_consent(made.file.person, purpose=Purpose.ASSISTANCE)
        assert shown(MONDAY) == []

    def test_whoever_leaves_is_not_shown(self, made, district_administrator):
        moving.leave(made.file, reason="搬走了", actor=district_administrator)
        assert shown(MONDAY) == []

    @pytest.mark.parametrize(
        "forgotten",
        [
            lambda: HardshipFile.objects.update(state=FileState.LEFT),
            lambda: Consent.objects.update(withdrawn_at=MORNING),
            lambda: HardshipFile.objects.update(anonymised_at=MORNING),
        ],
    )
    def test_even_where_an_act_forgot_to(self, made, forgotten):
        forgotten()
        assert shown(MONDAY) == []


class TestAgreeing:
    def test_the_person_on_the_own_phone(self, city):
        worker = a_known_worker()
        file = a_file(city.ganzhou_federation, person=worker.person)
        first = publicity.agree(file, actor=worker)
        assert publicity.agree(file, actor=worker) == first
        assert not Message.objects.exists()

    def test_noted_by_staff_the_person_is_told(self, city, district_administrator):
        worker = a_known_worker()
        file = a_file(city.ganzhou_federation, person=worker.person)
        for _ in range(2):
            publicity.agree(file, actor=district_administrator)
        assert Message.objects.get().kind == "assistance.publicity_noted"
        assert (
            Entry.objects.get(action="people.consent_given").actor_id == district_administrator.pk
        )

    def test_nobody_else(self, city, cadre, worker):
        file = a_file(city.ganzhou_federation)
        for actor in (cadre, worker, a_known_worker("钱范例")):
            with pytest.raises(Refused):
                publicity.agree(file, actor=actor)
        assert not Consent.objects.exists()

    def test_only_on_file(self, city, district_administrator):
        file = a_file(city.ganzhou_federation, state=FileState.LEFT)
        with pytest.raises(Refused, match="在档的职工才公示"):
            publicity.agree(file, actor=district_administrator)


class TestCandidates:
    def found(self, user, **options) -> list[str]:
        rows = publicity.candidates(user, MONDAY, **options)
        return sorted(publicity.masked_name(file) for file in rows)

    def test_who_agreed_and_stands_nowhere(self, city, file, district_administrator):
        a_file(city.ganzhou_federation, name="钱试例")
        assert self.found(district_administrator) == ["赵*例"]
        publish(file, actor=district_administrator)
        assert self.found(district_administrator) == []

    def test_after_its_end_only_when_asked_for(self, file, district_administrator):
        publish(file, actor=district_administrator)
        Publication.objects.update(starts_on=MONDAY - 20 * DAY, ends_on=MONDAY - 10 * DAY)
        assert self.found(district_administrator) == []
        assert self.found(district_administrator, again=True) == ["赵*例"]

    def test_taken_down_it_may_be_chosen_again(self, file, district_administrator):
        (made,) = publish(file, actor=district_administrator)
        publishing.take_down(made, actor=district_administrator, at=MORNING)
        assert self.found(district_administrator) == ["赵*例"]

    def test_of_the_own_subtree_alone(self, city, file, administrator, cadre):
        far = factories.a_member_of_staff("钱试样", city.minle_federation, "administrator")
        assert self.found(administrator) == ["赵*例"]
        assert self.found(far) == self.found(cadre) == []


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_without_the_lock_two_find_it_nowhere(self, file):
        """What the lock on the file is for: both look before either puts it up."""
        looked = threading.Barrier(2)

        def look():
            found = Publication.objects.standing(MONDAY).filter(file=file).exists()
            looked.wait()
            return found

        assert together(look, look) == [False, False]

    def test_put_up_by_two_at_once_it_stands_once(
        self, file, district_administrator, administrator
    ):
        made = together(
            lambda: publish(file, actor=district_administrator),
            lambda: publish(file, actor=administrator),
            lambda: publish(file, actor=administrator, ends_on=LAST + DAY),
        )
        assert Publication.objects.count() == 1
        assert any(not isinstance(each, Refused) for each in made)

    @pytest.mark.parametrize("turn", range(3))
    def test_the_consent_taken_back_as_it_is_put_up_nothing_stays(
        self, file, district_administrator, turn
    ):
        together(
            lambda: publish(file, actor=district_administrator),
            lambda: people.withdraw_consent(file.person, purpose=Purpose.PUBLICATION),
        )
        assert shown(MONDAY) == []
        assert not Publication.objects.filter(taken_down_at=None).exists()


def test_the_consequence_is_the_one_in_the_settings(settings):
    assert f"{consenting.__name__}.withdrawn" in settings.RESTS_ON_CONSENT
