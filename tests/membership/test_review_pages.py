import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from membership import deciding
from membership.models import Application, Member, State
from organizations.models import Post
from tests.factories import a_worker, local
from tests.membership.conftest import a_number
from tests.people.conftest import number_of

LATE = {"due_at": local(2026, 1, 5, 18, 0), "submitted_at": local(2026, 1, 5, 10, 0)}


def address(name, application):
    return reverse(f"membership:{name}", args=[application.pk])


@pytest.fixture
def client(signed_in, reviewer):
    return signed_in(reviewer)


@pytest.fixture
def waiting(submit):
    """Submitted just now, by the real clock: pages ask the real clock too."""
    return submit(a_worker(), at=timezone.now(), number=a_number())


def test_the_queue_shows_clock_name_and_masked_number(client, waiting):
    page = client.get(reverse("membership:queue")).content.decode()

    assert "李示例" in page
    assert waiting.person.number_masked in page
    assert number_of(waiting.person) not in page


def test_opening_is_a_look_on_record_once(client, waiting, reviewer):
    client.get(address("application", waiting))
    client.get(address("application", waiting))

    entry = Entry.objects.get(action="membership.opened")
    assert (entry.actor_id, entry.person_id) == (reviewer.pk, waiting.person_id)


def test_approving_leads_to_the_next_one(client, waiting, submit):
    following = submit(a_worker(), at=timezone.now(), number=a_number(), name="孙范例")

    answer = client.post(address("approve", waiting), {"late_reason": ""})

    assert answer.url == address("application", following)
    assert Member.objects.get().application == waiting


def test_a_second_reviewer_reads_who_decided(client, signed_in, colleague, waiting):
    client.post(address("approve", waiting), {})

    answer = signed_in(colleague).post(address("refuse", waiting), {"reason": "重复"})

    assert "陈演示已在" in answer.content.decode()
    assert Application.objects.get().state == State.APPROVED


def test_returning_needs_at_least_one_item(client, waiting):
    answer = client.post(address("return", waiting), {})

    assert "请至少选一处要补正的内容。" in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == State.SUBMITTED


def test_returning_lists_everything_ticked_and_written(client, waiting):
    client.post(
        address("return", waiting), {"fields_to_fix": ["name", "township"], "other": "请写全称"}
    )

    waiting.refresh_from_db()
    assert [item["field"] for item in waiting.return_items] == ["name", "township", ""]


def test_a_late_approval_without_a_reason_asks_for_it_at_its_place(client, waiting):
    Application.objects.filter(pk=waiting.pk).update(**LATE)

    answer = client.post(address("approve", waiting), {"late_reason": ""})

    assert "请先写明超时原因" in answer.content.decode()
    assert not Member.objects.exists()


def test_the_full_number_needs_a_reason_and_is_shown_once(client, waiting):
    number = number_of(waiting.person)

    refused = client.post(address("reveal", waiting), {"reason": "看"})
    assert number not in refused.content.decode()
    shown = client.post(address("reveal", waiting), {"reason": "核对证件照片"})
    assert number in shown.content.decode()
    assert number not in client.get(address("application", waiting)).content.decode()
    assert Entry.objects.get(action="people.revealed").reason == "核对证件照片"


ADDRESSES = ("application", "approve", "return", "refuse", "delay", "choose-union", "reveal")


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_stranger_finds_nothing_here(signed_in, stranger, waiting, name):
    client = signed_in(stranger)

    assert client.post(address(name, waiting), {"reason": "随便看看"}).status_code in (404, 405)
    assert client.get(address(name, waiting)).status_code in (404, 405)
    waiting.refresh_from_db()
    assert waiting.state == State.SUBMITTED


def test_a_forged_id_is_not_found(client, waiting):
    assert client.get(reverse("membership:application", args=[uuid.uuid4()])).status_code == 404


def test_a_post_that_ended_a_minute_ago_opens_nothing(client, waiting, reviewer):
    assert client.get(reverse("membership:queue")).status_code == 200
    Post.objects.filter(user=reviewer).update(until=local(2026, 11, 1, 9, 0))

    assert client.get(reverse("membership:queue")).status_code == 404
    assert client.post(address("approve", waiting), {}).status_code == 404


def test_a_batch_passes_the_ticked_ones(client, waiting, submit):
    other = submit(a_worker(), at=timezone.now(), number=a_number(), name="孙范例")
    client.post(
        reverse("membership:batch"), {"application": [waiting.pk, other.pk, "x", uuid.uuid4()]}
    )

    assert Member.objects.count() == 2
    assert Entry.objects.filter(action="membership.approved").count() == 2


def test_an_empty_batch_says_so(client, waiting):
    answer = client.post(reverse("membership:batch"), {}, follow=True)

    assert "没有选中可以通过的申请" in answer.content.decode()


def test_an_administrator_may_look_but_not_decide(signed_in, district_administrator, waiting):
    client = signed_in(district_administrator)

    assert client.get(address("application", waiting)).status_code == 200
    assert client.post(address("approve", waiting), {}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_page_costs_the_same_for_one_and_for_three(
    rows, client, submit, django_assert_num_queries
):
    for _ in range(rows):
        submit(a_worker(), at=timezone.now(), number=a_number())
    client.get(reverse("membership:queue"))

    with django_assert_num_queries(QUEUE_QUERIES):
        client.get(reverse("membership:queue"))


# user, posts, counts (the badge takes them over), page, badge of the inbox
QUEUE_QUERIES = 5


@pytest.mark.parametrize("others", [0, 2])
def test_a_look_and_a_decision_cost_the_same_however_many_wait(
    others, client, waiting, submit, django_assert_num_queries
):
    for _ in range(others):
        submit(a_worker(), at=timezone.now() + datetime.timedelta(days=7), number=a_number())
    client.get(address("application", waiting))

    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(address("application", waiting))
    with django_assert_num_queries(APPROVE_QUERIES if others else APPROVE_QUERIES + 1):
        client.post(address("approve", waiting), {})


# user, posts, application, history, previous, next, photos, badges of queue and inbox
DETAIL_QUERIES = 9
# user, posts, application; lock, read, member already?, number, member, application, tallies,
# audit, messages, and the savepoint for this test's transaction; what comes next (asked once
# more from the beginning when nothing follows)
APPROVE_QUERIES = 15


def test_the_members_list_costs_the_same_for_one_and_for_three(
    client, submit, reviewer, django_assert_num_queries
):
    def one_more():
        application = submit(a_worker(), at=timezone.now(), number=a_number())
        deciding.approve(application, actor=reviewer)

    one_more()
    with django_assert_num_queries(MEMBERS_QUERIES):
        client.get(reverse("membership:members"))
    one_more()
    one_more()
    with django_assert_num_queries(MEMBERS_QUERIES):
        client.get(reverse("membership:members"))


MEMBERS_QUERIES = 6


def test_a_members_phone_can_be_released_for_its_new_holder(client, waiting, reviewer):
    member = deciding.approve(waiting, actor=reviewer)

    client.post(
        reverse("membership:release-phone", args=[member.pk]), {"reason": "本人到窗口核对了证件"}
    )

    waiting.applicant.refresh_from_db()
    assert waiting.applicant.phone is None


def test_a_member_who_changed_phones_gets_the_new_one_at_the_counter(client, waiting, reviewer):
    member = deciding.approve(waiting, actor=reviewer)
    reason = "本人到窗口核对了证件"

    newcomer = a_worker()
    client.post(
        reverse("membership:release-phone", args=[member.pk]),
        {"reason": reason, "phone": newcomer.phone},
    )

    waiting.applicant.refresh_from_db()
    assert waiting.applicant.phone == newcomer.phone
    newcomer.refresh_from_db()
    assert newcomer.phone is None
    assert Entry.objects.get(action="accounts.phone_changed_by_staff").reason == reason


def test_another_persons_phone_is_not_taken_from_them(client, waiting, reviewer, submit):
    member = deciding.approve(waiting, actor=reviewer)
    holder = a_worker()
    submit(holder, at=timezone.now(), number=a_number())

    answer = client.post(
        reverse("membership:release-phone", args=[member.pk]),
        {"reason": "本人到窗口核对了证件", "phone": holder.phone},
    )

    assert "已登记在另一位职工名下" in answer.content.decode()
    assert type(holder).objects.get(pk=holder.pk).phone == holder.phone
