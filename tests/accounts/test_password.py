"""One's own password at the desk."""

import pytest

from accounts.limits import client as redis
from audit.models import Entry
from tests.accounts.doors import ACCOUNT, PASSWORD, SET_PASSWORD, errors, give_password, is_in
from tests.together import together

pytestmark = pytest.mark.django_db

NEW = "seven herons by the weir"


def change(browser, *, now: str = PASSWORD, new: str = NEW, again: str | None = None):
    given = {"now": now, "new": new, "again": new if again is None else again}
    return browser.post(SET_PASSWORD, given)


def test_the_new_one_counts_and_the_old_one_no_more(at_the_desk, clerk, client):
    assert change(at_the_desk()).url == ACCOUNT

    assert errors(give_password(client, clerk))
    assert give_password(client, clerk, NEW).status_code == 302
    entry = Entry.objects.get(action="accounts.password_changed")
    assert (entry.actor_id, entry.subject_id, entry.data) == (clerk.pk, str(clerk.pk), {})


def test_this_session_goes_on_under_a_new_key_and_the_list_knows_it(at_the_desk, clerk):
    browser = at_the_desk()
    before = browser.session.session_key

    change(browser)

    answer = browser.get(ACCOUNT)
    assert answer.status_code == 200
    assert browser.session.session_key != before
    assert [row.session_key for row in answer.context["open_ones"]] == [answer.context["here"]]
    assert "这里" in answer.content.decode()


def test_every_other_session_ends(at_the_desk, clerk):
    here, elsewhere = at_the_desk(), at_the_desk()

    change(here)

    assert is_in(here)
    assert not is_in(elsewhere)
    assert clerk.sign_ins.filter(ended_at=None).count() == 1


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("short one", "密码太短，至少要12个字符，可以用一句好记的话。"),
        ("短一点的密码", "密码太短，至少要12个字符，可以用一句好记的话。"),
        ("123456789987654321", "这个密码太常见，容易被猜到，请换一个。"),
        ("908172635448190273", "密码不能全是数字，请加上字母或汉字。"),
        ("wangyanshi-00", "密码和账号名或姓名太像，请换一个。"),
        (PASSWORD, "新密码不能和现在的一样。"),
        ("", "请填新密码。"),
        ("x" * 129, "密码不超过128个字符。"),
        ("seven herons\0by the weir", "里面有看不见的字符，请重新填一遍。"),
    ],
)
def test_a_weak_one_is_refused_with_the_reason(at_the_desk, clerk, new, sentence):
    clerk.username = "wangyanshi"
    clerk.save(update_fields=["username"])
    browser = at_the_desk()

    assert errors(change(browser, new=new))["new"] == sentence
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_the_length_said_is_the_length_set(at_the_desk, settings):
    settings.AUTH_PASSWORD_VALIDATORS = [
        rule | {"OPTIONS": {"min_length": 30}} if "Minimum" in rule["NAME"] else rule
        for rule in settings.AUTH_PASSWORD_VALIDATORS
    ]
    assert "至少要30个字符" in errors(change(at_the_desk()))["new"]


def test_typed_twice_differently_is_asked_again(at_the_desk):
    said = errors(change(at_the_desk(), again="seven herons by the river"))
    assert said == {"again": "两遍填的不一样，请再填一遍。"}


def test_the_present_one_is_asked(at_the_desk, clerk):
    browser = at_the_desk()
    assert errors(change(browser, now="not this one")) == {"now": "现在的密码不对，请再看一遍。"}
    assert errors(change(browser, now="")) == {"now": "请填现在的密码。"}
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_a_desk_left_open_is_no_place_to_guess_it(at_the_desk, clerk):
    browser = at_the_desk()
    for _ in range(5):
        change(browser, now="not this one")

    assert errors(change(browser)) == {"now": "输错的次数太多，请15分钟后再试。"}
    redis().delete(f"portal:limit:present-password:{clerk.pk}")
    assert change(browser).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_twenty_guesses_at_once_five_are_looked_at(at_the_desk):
    browser = at_the_desk()
    answers = together(*[lambda: change(browser, now="not this one")] * 20)
    pages = [answer.content.decode() for answer in answers]
    assert sum("现在的密码不对，请再看一遍。" in page for page in pages) == 5
    assert sum("输错的次数太多" in page for page in pages) == 15


def test_the_first_one_need_not_be_typed_again_but_cannot_be_kept(at_the_desk, clerk):
    browser = at_the_desk()
    clerk.must_change_password = True
    clerk.save(update_fields=["must_change_password"])

    assert "now" not in browser.get(SET_PASSWORD).context["form"].fields
    assert errors(change(browser, new=PASSWORD)) == {"new": "新密码不能和现在的一样。"}
    assert change(browser, now="").url == ACCOUNT
    clerk.refresh_from_db()
    assert not clerk.must_change_password


def test_no_password_is_sent_back(at_the_desk):
    page = change(at_the_desk(), now="my-own-secret-word", new=NEW, again="x").content.decode()
    assert "my-own-secret-word" not in page
    assert NEW not in page
