"""The acts on accounts: opening, disabling, passwords, phones."""

import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts import second_factor, sessions
from accounts.limits import Limit, forgive, in_words, spend
from accounts.models import Kind, User
from audit import services as audit
from audit.refusal import Refused

# Read aloud and typed once: no 0/O, 1/l.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
# A desk left open must not become the place where its password is guessed.
PRESENT_TRIES = Limit("present-password", 5, 15 * 60)
NOT_IN_USE = "这个账号已停用。如有疑问，请联系工会。"


@transaction.atomic
def worker_with_phone(phone: str) -> User:
    """The worker whose phone this is, opened now if there is none. Raises Refused if disabled."""
    user, new = User.objects.get_or_create(kind=Kind.WORKER, phone=phone)
    if not user.is_active:
        raise Refused(NOT_IN_USE, field="code")
    if new:
        audit.record("accounts.worker_created", actor=user, subject=user)
    return user


@transaction.atomic
def create_staff(*, username: str, name: str, actor: User) -> tuple[User, str]:
    """A new member of staff and the first password, which is nowhere kept and must be changed.

    Raises Refused when the username is taken.
    """
    password = first_password()
    user = User(
        kind=Kind.STAFF, username=username.lower(), name=name, must_change_password=True,
        is_demo=actor.is_demo,
    )  # fmt: skip
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Refused("这个账号名已经有人用了，请换一个。", field="username") from error
    audit.record("accounts.staff_created", actor=actor, subject=user, data={"name": name})
    return user, password


def first_password() -> str:
    """Sixteen characters in groups of four, about 79 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


@transaction.atomic
def change_password(user: User, *, now: str, new: str, keep_session: str | None) -> None:
    """Set one's own password; every other session of the account ends. Raises Refused.

    `now`, the present password, is asked unless it is the first, just used.
    """
    user = _lock(user)
    if not user.must_change_password:
        _check_present(user, now)
    if user.check_password(new):
        raise Refused("新密码不能和现在的一样。", field="new")
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise Refused(_in_our_words(error), field="new") from error
    user.set_password(new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    sessions.end_all(user, but=keep_session)
    audit.record("accounts.password_changed", actor=user, subject=user)


def _check_present(user: User, password: str) -> None:
    wait = spend(PRESENT_TRIES, str(user.pk)).wait
    if wait:
        raise Refused(f"输错的次数太多，请{in_words(wait)}后再试。", field="now")
    if not user.check_password(password):
        raise Refused("现在的密码不对，请再看一遍。", field="now")
    forgive(PRESENT_TRIES, str(user.pk))


@transaction.atomic
def reset_sign_in(user: User, *, actor: User) -> str:
    """A forgotten password or a lost phone: a new first password, the second factor to be bound
    anew, every session ended. Returns the password.
    """
    user = _lock_other(user, actor)
    password = first_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    second_factor.forget(user)
    sessions.end_all(user)
    audit.record("accounts.sign_in_reset", actor=actor, subject=user, data={"name": user.name})
    return password


@transaction.atomic
def disable(user: User, *, actor: User) -> None:
    """Shut the account; it counts at the next click of every open session.

    What the rooms above keep for its holder follows in this transaction (settings.ACCOUNT_DISABLED).
    """
    user = _lock_other(user, actor)
    if not user.is_active:
        return
    user.is_active = False
    user.save(update_fields=["is_active"])
    sessions.end_all(user)
    audit.record("accounts.disabled", actor=actor, subject=user, data={"name": user.name})
    for name in settings.ACCOUNT_DISABLED:
        import_string(name)(user, actor=actor, at=timezone.now())


@transaction.atomic
def enable(user: User, *, actor: User) -> None:
    user = _lock_other(user, actor)
    if user.is_active:
        return
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("accounts.enabled", actor=actor, subject=user, data={"name": user.name})


@transaction.atomic
def set_own_phone(user: User, phone: str) -> None:
    """The phone at which a member of staff is reminded; proved by a code before. Raises Refused."""
    user = _lock(user)
    if user.phone == phone:
        return
    _set_phone(user, phone, "这个手机号已是另一个工作人员账号的。")
    audit.record("accounts.phone_changed", actor=user, subject=user)


@transaction.atomic
def change_worker_phone(account: User, *, phone: str, actor: User, reason: str) -> None:
    """At the counter, the document in hand: take a worker's phone away ("") or give a new one.

    A new number may already belong to an account that stands for nobody yet (the worker signed
    in with it before coming); that one gives it up. Raises Refused when it is somebody's.
    """
    account = _lock(account)
    if account.phone == (phone or None):
        return
    if phone:
        _take_over(phone, account, actor)
    _set_phone(account, phone, "这个手机号刚刚有人用来登录，请再办一次。")
    sessions.end_all(account)
    audit.record(
        "accounts.phone_changed_by_staff" if phone else "accounts.phone_released",
        actor=actor, subject=account, person=account.person_id, reason=reason, at=timezone.now(),
    )  # fmt: skip


def _take_over(phone: str, account: User, actor: User) -> None:
    holders = User.objects.select_for_update().filter(kind=Kind.WORKER, phone=phone)
    holder = holders.exclude(pk=account.pk).first()
    if holder is None:
        return
    if holder.person_id:
        raise Refused("这个手机号已登记在另一位职工名下，请先核对。", field="phone")
    holder.phone = None
    holder.save(update_fields=["phone"])
    sessions.end_all(holder)
    audit.record("accounts.phone_released", actor=actor, subject=holder, data={"for": account.pk})


def _set_phone(user: User, phone: str, taken: str) -> None:
    user.phone = phone or None
    try:
        with transaction.atomic():
            user.save(update_fields=["phone"])
    except IntegrityError as error:
        raise Refused(taken, field="phone") from error


def _lock(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _lock_other(user: User, actor: User) -> User:
    if user.pk == actor.pk:
        raise Refused("不能对自己的账号这样做，请别的管理员办理。")
    return _lock(user)


def _in_our_words(error: ValidationError) -> str:
    """The first complaint of Django's validators, the way a colleague would say it."""
    words = {
        "password_too_short": "密码太短，至少要{min_length}个字符，可以用一句好记的话。",
        "password_too_common": "这个密码太常见，容易被猜到，请换一个。",
        "password_entirely_numeric": "密码不能全是数字，请加上字母或汉字。",
        "password_too_similar": "密码和账号名或姓名太像，请换一个。",
    }
    first = error.error_list[0]
    ours = words.get(first.code or "")
    return ours.format(**first.params or {}) if ours else first.messages[0]
