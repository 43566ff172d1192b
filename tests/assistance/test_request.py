"""困难帮扶申请: asked for by the person, answered by those who keep the files."""

import pytest

from assistance import answering, facts, filing, requesting
from assistance.answering import Placed
from assistance.described import Described
from assistance.models import FileState, HardshipFile, HelpRequest, HelpRequestState, Origin
from assistance.models.public import HELP_REQUEST_MOVES
from assistance.vocabulary import Cause, Group, HardshipClass
from audit import services as audit
from audit.models import Entry
from audit.refusal import Refused
from notifications.models import Message
from people import services as people
from people.models import Consent, Purpose
from tests import factories
from tests.assistance.asked import TEXT, a_known_worker, a_request, consent_to
from tests.assistance.rows import a_file

pytestmark = pytest.mark.django_db
State = HelpRequestState


@pytest.fixture
def person_in_need(db):
    return a_known_worker()


@pytest.fixture
def asked(city, person_in_need):
    return a_request(person_in_need, city.ganzhou_federation, city.railway)


def ask(worker, division, **fields):
    given = {"cause": Cause.OWN_ILLNESS, "text": TEXT} | fields
    return requesting.ask(worker=worker, division=division, **given)


def standing(person) -> list[str]:
    rows = Consent.objects.filter(person=person, withdrawn_at=None)
    return list(rows.values_list("purpose", flat=True))


def kinds() -> set[tuple[str, str]]:
    return set(Message.objects.values_list("kind", "channel"))


class TestAsking:
    def test_it_goes_to_the_federation_of_the_district_one_lives_in(self, city, person_in_need):
        assert ask(person_in_need, city.railway).organization == city.ganzhou_federation
        other = a_known_worker("钱范例")
        assert ask(other, city.hongshui).organization == city.minle_federation

    def test_where_the_district_has_none_to_the_citys(self, city, person_in_need):
        city.ganzhou_federation.is_active = False
        city.ganzhou_federation.save(update_fields=["is_active"])
        assert ask(person_in_need, city.railway).organization == city.root

    def test_the_consent_of_the_form_and_the_act_are_on_record(self, city, person_in_need):
        made = ask(person_in_need, city.railway)
        assert standing(person_in_need.person) == [Purpose.ASSISTANCE]
        entry = audit.history(made).get()
        assert (entry.action, entry.person_id) == (
            "assistance.requested", person_in_need.person_id,
        )  # fmt: skip

    def test_the_person_and_the_keepers_are_told_and_nobody_reads_why(
        self, city, person_in_need, district_administrator, administrator
    ):
        ask(person_in_need, city.railway)
        told = Message.objects.values_list("kind", "recipient", "channel")
        assert set(told) == {
            ("assistance.request_received", person_in_need.pk, "inbox"),
            ("assistance.request_waiting", district_administrator.pk, "inbox"),
        }
        said = "".join(f"{row.title}{row.body}{row.params}" for row in Message.objects.all())
        for word in ("赵", "病", TEXT):
            assert word not in said

    def test_nobody_without_an_identity_asks(self, city, worker):
        with pytest.raises(Refused, match="先要有您的身份信息"):
            ask(worker, city.railway)

    @pytest.mark.parametrize("state", sorted(set(FileState) - {FileState.LEFT}))
    def test_who_is_on_file_does_not_ask(self, city, person_in_need, state):
        a_file(city.ganzhou_federation, person=person_in_need.person, state=state)
        with pytest.raises(Refused, match="已经有帮扶档案"):
            ask(person_in_need, city.railway)

    def test_who_left_may(self, city, person_in_need):
        a_file(city.ganzhou_federation, person=person_in_need.person, state=FileState.LEFT)
        assert ask(person_in_need, city.railway).state == State.SUBMITTED

    def test_a_double_click_asks_once(self, city, person_in_need, district_administrator):
        first = ask(person_in_need, city.railway)
        assert ask(person_in_need, city.railway) == first
        assert Entry.objects.filter(action="assistance.requested").count() == 1
        assert Message.objects.count() == 2

    def test_a_second_one_waits_for_the_first(self, city, asked, person_in_need):
        with pytest.raises(Refused, match="有一份申请正在办"):
            ask(person_in_need, city.railway, text="又有一件事")
        assert HelpRequest.objects.count() == 1

    @pytest.mark.parametrize("state", [State.REFUSED, State.WITHDRAWN])
    def test_after_an_answer_one_may_ask_again(self, city, person_in_need, state):
        a_request(person_in_need, city.ganzhou_federation, city.railway, state=state)
        assert ask(person_in_need, city.railway).state == State.SUBMITTED


class TestAccepting:
    def test_a_file_is_opened_and_on_file_at_once(
        self, city, asked, person_in_need, district_administrator
    ):
        placed = Placed(Group.HARDSHIP, HardshipClass.SUDDEN, "甘州区试验快递站")
        after = answering.accept(asked, actor=district_administrator, placed=placed)
        file = HardshipFile.objects.get()
        assert after.file == file
        assert (file.state, file.origin, file.organization) == (
            FileState.ON_FILE, Origin.REQUEST, city.ganzhou_federation,
        )  # fmt: skip
        assert (file.division, file.cause, file.hardship_class, file.unit_name, file.phone) == (
            city.railway, Cause.OWN_ILLNESS, HardshipClass.SUDDEN, "甘州区试验快递站",
            person_in_need.phone,
        )  # fmt: skip
        assert facts.read(file) == {"note": TEXT}

    def test_the_consent_of_the_form_is_the_one_it_rests_on(
        self, asked, person_in_need, district_administrator
    ):
        given = Consent.objects.get()
        answering.accept(asked, actor=district_administrator)
        assert Consent.objects.get() == given
        assert HardshipFile.objects.get().agreed_at == given.given_at

    def test_the_person_is_told_without_a_word_about_the_illness(
        self, asked, district_administrator
    ):
        answering.accept(asked, actor=district_administrator)
        assert kinds() == {
            ("assistance.request_accepted", "inbox"), ("assistance.request_accepted", "sms"),
        }  # fmt: skip
        sms = Message.objects.get(channel="sms").body
        assert "申请通过了" in sms
        for word in ("帮扶", "困难", "病", "赵"):
            assert word not in sms

    def test_twice_is_quiet(self, asked, district_administrator):
        for _ in range(2):
            answering.accept(asked, actor=district_administrator)
        assert HardshipFile.objects.count() == 1
        assert Entry.objects.filter(action="assistance.request_accepted").count() == 1

    def test_a_file_opened_in_between_by_the_survey_is_taken(
        self, city, asked, person_in_need, administrator, district_administrator
    ):
        file = a_file(city.railway_union, person=person_in_need.person, state=FileState.SURVEYED)
        after = answering.accept(asked, actor=district_administrator)
        assert after.file == file
        file.refresh_from_db()
        assert file.state == FileState.ON_FILE

    def test_one_on_file_already_is_left_as_it_stands(
        self, city, asked, person_in_need, district_administrator
    ):
        file = a_file(city.railway_union, person=person_in_need.person, state=FileState.RELAPSED)
        answering.accept(asked, actor=district_administrator)
        file.refresh_from_db()
        assert file.state == FileState.RELAPSED

    def test_one_of_another_district_is_not(
        self, city, asked, person_in_need, district_administrator
    ):
        a_file(city.minle_federation, person=person_in_need.person, state=FileState.SURVEYED)
        with pytest.raises(Refused, match="本人已在民乐县总工会建档"):
            answering.accept(asked, actor=district_administrator)
        asked.refresh_from_db()
        assert asked.state == State.SUBMITTED

    def test_with_a_child_the_guardian_is_asked_in_the_file(
        self, city, asked, person_in_need, district_administrator
    ):
        a_file(
            city.ganzhou_federation, person=person_in_need.person, state=FileState.ASKED,
            has_minor=True,
        )  # fmt: skip
        with pytest.raises(Refused, match="监护人"):
            answering.accept(asked, actor=district_administrator)

    def test_the_phone_of_somebody_elses_file_is_asked_about(
        self, city, asked, person_in_need, district_administrator
    ):
        a_file(city.ganzhou_federation, phone=person_in_need.phone)
        with pytest.raises(Refused, match="这个手机号已经登记"):
            answering.accept(asked, actor=district_administrator)
        answering.accept(asked, actor=district_administrator, is_confirmed=True)
        assert HardshipFile.objects.count() == 2

    def test_without_the_consent_nothing_is_opened(self, asked, district_administrator):
        Consent.objects.all().delete()
        with pytest.raises(Refused, match="撤回同意"):
            answering.accept(asked, actor=district_administrator)
        assert not HardshipFile.objects.exists()


class TestRefusing:
    def test_the_person_reads_why_on_the_page_and_not_in_the_sms(
        self, asked, district_administrator
    ):
        answering.refuse(asked, reason="药费已由大病保险报销", actor=district_administrator)
        asked.refresh_from_db()
        assert (asked.state, asked.reason) == (State.REFUSED, "药费已由大病保险报销")
        assert "大病保险" in Message.objects.get(channel="inbox").body
        assert "保险" not in Message.objects.get(channel="sms").body
        assert "保险" not in str(list(Entry.objects.values()))

    def test_the_consent_ends_with_it(self, asked, person_in_need, district_administrator):
        answering.refuse(asked, reason="条件不符", actor=district_administrator)
        assert standing(person_in_need.person) == []

    def test_but_not_where_a_file_rests_on_it(
        self, city, asked, person_in_need, district_administrator
    ):
        file = a_file(city.minle_federation, person=person_in_need.person)
        answering.refuse(asked, reason="已在民乐县建档", actor=district_administrator)
        assert standing(person_in_need.person) == [Purpose.ASSISTANCE]
        file.refresh_from_db()
        assert file.state == FileState.ON_FILE

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_a_reason_is_asked_for(self, asked, district_administrator, reason):
        with pytest.raises(Refused, match="理由"):
            answering.refuse(asked, reason=reason, actor=district_administrator)

    def test_twice_is_quiet(self, asked, district_administrator):
        for _ in range(2):
            answering.refuse(asked, reason="条件不符", actor=district_administrator)
        assert Message.objects.count() == 2


class TestTakingItBack:
    def test_the_consent_goes_with_it(self, asked, person_in_need):
        for _ in range(2):
            requesting.withdraw(asked, actor=person_in_need)
        asked.refresh_from_db()
        assert asked.state == State.WITHDRAWN
        assert standing(person_in_need.person) == []
        assert Entry.objects.filter(action="assistance.request_withdrawn").count() == 1

    def test_taking_the_consent_back_takes_the_request_back(self, asked, person_in_need):
        people.withdraw_consent(
            person_in_need.person, purpose=Purpose.ASSISTANCE, actor=person_in_need
        )
        asked.refresh_from_db()
        assert asked.state == State.WITHDRAWN

    @pytest.mark.parametrize("purpose", sorted(set(Purpose) - {Purpose.ASSISTANCE}))
    def test_no_other_consent_does(self, asked, person_in_need, purpose):
        consent_to(person_in_need.person, purpose)
        people.withdraw_consent(person_in_need.person, purpose=purpose, actor=person_in_need)
        asked.refresh_from_db()
        assert asked.state == State.SUBMITTED

    def test_nobody_elses(self, asked, worker):
        with pytest.raises(Refused, match="只有申请的人"):
            requesting.withdraw(asked, actor=worker)

    def test_a_file_opened_in_between_stays(self, city, asked, person_in_need):
        file = a_file(city.ganzhou_federation, person=person_in_need.person)
        requesting.withdraw(asked, actor=person_in_need)
        file.refresh_from_db()
        assert file.state == FileState.ON_FILE


ACTS = {
    "accept": lambda asked, who: answering.accept(asked, actor=who["keeper"]),
    "refuse": lambda asked, who: answering.refuse(asked, reason="不符", actor=who["keeper"]),
    "withdraw": lambda asked, who: requesting.withdraw(asked, actor=who["person"]),
}


class TestMoves:
    @pytest.mark.parametrize("state", State)
    @pytest.mark.parametrize("act", HELP_REQUEST_MOVES)
    def test_every_act_from_every_state(
        self, city, person_in_need, district_administrator, act, state
    ):
        asked = a_request(person_in_need, city.ganzhou_federation, city.railway, state=state)
        allowed, after = HELP_REQUEST_MOVES[act]
        who = {"keeper": district_administrator, "person": person_in_need}
        if state in (*allowed, after):
            assert ACTS[act](asked, who).state == after
        else:
            with pytest.raises(Refused, match=f"现在是“{state.label}”，不能这样办"):
                ACTS[act](asked, who)
        written = Entry.objects.filter(action__startswith="assistance.request_")
        assert written.count() == (state in allowed)

    def test_the_table_names_every_act(self):
        assert set(ACTS) == set(HELP_REQUEST_MOVES)


class TestWho:
    @pytest.mark.parametrize("act", ["accept", "refuse"])
    def test_only_keepers_of_the_subtree_answer(
        self, city, asked, act, reviewer, cadre, auditor, stranger
    ):
        far = factories.a_member_of_staff("钱试样", city.minle_federation, "administrator")
        for actor in (reviewer, cadre, auditor, stranger, far):
            with pytest.raises(Refused, match="不归您管理"):
                ACTS[act](asked, {"keeper": actor})
        asked.refresh_from_db()
        assert asked.state == State.SUBMITTED

    def test_those_above_do(self, asked, administrator):
        assert answering.accept(asked, actor=administrator).state == State.ACCEPTED

    def test_what_is_visible_is_what_one_keeps(
        self, city, asked, district_administrator, administrator, cadre, auditor, stranger
    ):
        seen = {
            user.name: HelpRequest.objects.visible_to(user).exists()
            for user in (district_administrator, administrator, cadre, auditor, stranger)
        }
        assert [name for name, sees in seen.items() if sees] == [
            district_administrator.name, administrator.name,
        ]  # fmt: skip


def test_a_file_may_still_be_opened_by_hand_for_who_asks(
    city, asked, person_in_need, district_administrator
):
    """The counter is quicker: the request is answered with that file."""
    described = Described(division=city.railway, group=Group.HARDSHIP)
    file = filing.open_for(
        person_in_need.person, described, organization=city.ganzhou_federation,
        actor=district_administrator,
    )  # fmt: skip
    assert answering.accept(asked, actor=district_administrator).file == file
