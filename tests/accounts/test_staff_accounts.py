"""Opening, resetting, shutting and reopening accounts of staff."""

import pytest

from accounts import second_factor, services
from accounts.models import Kind, User
from audit.models import Entry
from audit.refusal import Refused
from tests.accounts.doors import (
    ENROL,
    PASSWORD,
    SECOND_FACTOR,
    errors,
    give_password,
    is_in,
    shown,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(administrator):
    return services.create_staff(username="Wang.Y", name="王演示", actor=administrator)


def recorded(action: str) -> tuple:
    entry = Entry.objects.get(action=action)
    return entry.actor_id, entry.subject_id


def test_a_new_account_has_a_first_password_to_be_changed(opened, administrator, client):
    user, password = opened

    assert (user.kind, user.username, user.must_change_password) == (Kind.STAFF, "wang.y", True)
    assert give_password(client, user, password).url.startswith(ENROL)
    assert recorded("accounts.staff_created") == (administrator.pk, str(user.pk))


def test_the_first_password_is_kept_nowhere_in_the_open(opened):
    user, password = opened
    assert password not in str(User.objects.values().get(pk=user.pk))
    assert password not in str(list(Entry.objects.values()))


def test_first_passwords_are_sixteen_letters_hard_to_mistake():
    some = {services.first_password() for _ in range(50)}
    assert len(some) == 50
    for password in some:
        assert [len(group) for group in password.split("-")] == [4, 4, 4, 4]
        assert not set(password) & set("01ilo")


@pytest.mark.parametrize("name", ["wang.y", "WANG.Y"])
def test_a_name_is_given_once_whatever_the_case(opened, administrator, name):
    with pytest.raises(Refused, match="这个账号名已经有人用了") as refused:
        services.create_staff(username=name, name="孙范例", actor=administrator)
    assert refused.value.field == "username"
    assert User.objects.filter(username="wang.y").count() == 1


def test_whoever_a_demo_administrator_opens_is_a_demo_account(administrator):
    administrator.is_demo = True
    user, _ = services.create_staff(username="demo", name="示例", actor=administrator)
    assert user.is_demo


def test_a_reset_gives_a_new_password_and_asks_for_a_new_device(
    at_the_desk, clerk, device, administrator, client
):
    inside = at_the_desk()

    password = services.reset_sign_in(clerk, actor=administrator)

    assert not is_in(inside)
    assert errors(give_password(client, clerk, PASSWORD))
    assert give_password(client, clerk, password).url.startswith(ENROL)
    assert second_factor.device_of(clerk) is None
    clerk.refresh_from_db()
    assert clerk.must_change_password
    assert recorded("accounts.sign_in_reset") == (administrator.pk, str(clerk.pk))
    assert password not in str(list(Entry.objects.values()))


def test_a_disabled_account_cannot_sign_in_until_it_is_enabled(
    clerk, device, administrator, client
):
    services.disable(clerk, actor=administrator)
    assert errors(give_password(client, clerk))

    services.enable(clerk, actor=administrator)
    give_password(client, clerk)
    assert client.post(SECOND_FACTOR, {"code": shown(device)}).status_code == 302
    assert recorded("accounts.disabled") == (administrator.pk, str(clerk.pk))
    assert recorded("accounts.enabled") == (administrator.pk, str(clerk.pk))


def test_doing_it_twice_is_recorded_once(clerk, administrator):
    for act in (services.disable, services.disable, services.enable, services.enable):
        act(clerk, actor=administrator)
    own = Entry.objects.filter(subject_id=str(clerk.pk)).order_by("pk")
    assert list(own.values_list("action", flat=True)) == ["accounts.disabled", "accounts.enabled"]


@pytest.mark.parametrize("act", [services.disable, services.enable, services.reset_sign_in])
def test_nobody_does_it_to_themselves(administrator, act):
    with pytest.raises(Refused, match="请别的管理员办理"):
        act(administrator, actor=administrator)
    assert User.objects.get(pk=administrator.pk).is_active
    assert not Entry.objects.filter(action__startswith="accounts.").exists()
