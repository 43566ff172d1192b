"""Who asks for what: signed-in sessions and prepared requests for each page measured."""

from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.middleware.csrf import _get_new_csrf_string
from django.urls import reverse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Kind, User
from campaigns.models import Campaign
from membership import drafts
from membership.demo.persons import person
from membership.models import Application, State
from organizations.models import Division, Organization
from tests.bench.load import Request

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Serials far from those of the demo city.
FIRST = 6_500_000
FIRST_PHONE = "19900005000"


def session_of(user: User, engine: str) -> str:
    """A signed-in session, second factor included, as the sign-in pages would make it."""
    store = import_module(engine).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["signed_in_at"] = store["seen_at"] = timezone.now().timestamp()
    device = TOTPDevice.objects.filter(user=user).first()
    if device:
        store[DEVICE_ID_SESSION_KEY] = device.persistent_id
    store.create()
    return store.session_key


def headers(user: User | None, engine: str) -> dict[str, str]:
    token = _get_new_csrf_string()
    cookies = [f"{settings.CSRF_COOKIE_NAME}={token}"]
    if user:
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session_of(user, engine)}")
    return {
        "Cookie": "; ".join(cookies),
        "X-CSRFToken": token,
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept-Encoding": "identity",
    }


def bare(count: int) -> list[Request]:
    reviewer = User.objects.get(username="ganzhou")
    given = headers(reviewer, "django.contrib.sessions.backends.db")
    return [Request("/bare/", headers=given)] * count


def home(count: int) -> list[Request]:
    return [Request("/", headers={"Accept-Encoding": "identity"})] * count


def queue(count: int) -> list[Request]:
    given = headers(User.objects.get(username="ganzhou"), settings.SESSION_ENGINE)
    return [Request(reverse("membership:queue"), headers=given)] * count


def detail(count: int) -> list[Request]:
    given = headers(User.objects.get(username="ganzhou"), settings.SESSION_ENGINE)
    ids = list(_open_in_ganzhou().values_list("pk", flat=True)[:10])
    return [
        Request(reverse("membership:application", args=[ids[n % len(ids)]]), headers=given)
        for n in range(count)
    ]


def submit(count: int) -> list[Request]:
    """One prepared worker with a whole draft for each request."""
    body = urlencode({"text": "on", "consent": "on"})
    return [
        Request(
            reverse("membership:join-confirm"), "POST",
            headers(_worker_with_draft(), settings.SESSION_ENGINE), body, 302,
        )
        for _ in range(count)
    ]  # fmt: skip


def decide(count: int) -> list[Request]:
    """Approvals of what `submit` sent in, by the district's reviewer."""
    given = headers(User.objects.get(username="ganzhou"), settings.SESSION_ENGINE)
    rows = _open_in_ganzhou().filter(applicant__phone__gte=FIRST_PHONE).order_by("-submitted_at")
    ids = list(rows.values_list("pk", flat=True)[:count])
    assert len(ids) == count, "run submit first"
    return [
        Request(reverse("membership:approve", args=[pk]), "POST", given, "late_reason=", 302)
        for pk in ids
    ]


def _as(username: str, path: str, count: int) -> list[Request]:
    given = headers(User.objects.get(username=username), settings.SESSION_ENGINE)
    return [Request(path, headers=given)] * count


def _month_page(name: str) -> str:
    return reverse(f"campaigns:{name}", args=[Campaign.objects.running().get().pk])


def month(count: int) -> list[Request]:
    """The table of the running month, all districts."""
    return _as("campaign", _month_page("campaign"), count)


def district(count: int) -> list[Request]:
    """The same for a district's officer."""
    return _as("ganzhou-campaign", _month_page("campaign"), count)


def activities(count: int) -> list[Request]:
    """A cell of the table clicked down to its activities."""
    found = Campaign.objects.running().get()
    union = Organization.objects.get(name="甘州区总工会")
    query = urlencode(
        {"district": union.public_id, "item": found.items.first().pk, "state": "verified"}
    )
    return _as("campaign", f"{_month_page('activities')}?{query}", count)


def verifying(count: int) -> list[Request]:
    return _as("campaign", f"{_month_page('activities')}?state=submitted", count)


def activity(count: int) -> list[Request]:
    found = Campaign.objects.running().get().activities.verified().first()
    return _as("campaign", reverse("campaigns:activity", args=[found.pk]), count)


def log(count: int) -> list[Request]:
    return _as("ganzhou-campaign", _month_page("log"), count)


def ledger(count: int) -> list[Request]:
    """A district's share, entry by entry."""
    found = Campaign.objects.running().get()
    share = found.fund.allocations.get(organization__name="甘州区总工会")
    return _as("campaign", reverse("campaigns:fund-ledger", args=[found.pk, share.pk]), count)


def gifts(count: int) -> list[Request]:
    return _as("campaign", _month_page("grants"), count)


def services(count: int) -> list[Request]:
    return [Request(reverse("services"), headers={"Accept-Encoding": "identity"})] * count


def sessions(count: int) -> list[Request]:
    path = reverse("campaigns:sessions")
    return [Request(path, headers={"Accept-Encoding": "identity"})] * count


def stations(count: int) -> list[Request]:
    path = reverse("organizations:stations")
    return [Request(path, headers={"Accept-Encoding": "identity"})] * count


def delivery_round(count: int) -> list[Request]:
    """The round to 620 stations."""
    found = Campaign.objects.running().get().rounds.first()
    return _as("campaign", reverse("campaigns:round", args=[found.pk]), count)


def households(count: int) -> list[Request]:
    """A cadre's ten households on the phone."""
    caller = User.objects.filter(username__startswith="caller").earliest("pk")
    TOTPDevice.objects.get_or_create(user=caller, defaults={"name": "bench", "confirmed": True})
    return _as(caller.username, reverse("assistance:households"), count)


def files(count: int) -> list[Request]:
    return _as("admin", reverse("assistance:files"), count)


def overview(count: int) -> list[Request]:
    """A district's, with its units: the city's has six lines."""
    return _as("ganzhou-admin", reverse("assistance:overview"), count)


def silent(count: int) -> list[Request]:
    return _as("ganzhou-admin", reverse("assistance:silent"), count)


def needs(count: int) -> list[Request]:
    return _as("admin", reverse("assistance:needs"), count)


def _open_in_ganzhou():
    return Application.objects.filter(
        state=State.SUBMITTED,
        due_at__gt=timezone.now(),
        organization__path__startswith=Organization.objects.get(name="甘州区总工会").path,
    )


@transaction.atomic
def _worker_with_draft() -> User:
    serial = FIRST + User.objects.filter(phone__gte=FIRST_PHONE).count()
    who = person(serial)
    # The last four digits of the fictional range above those the demo city uses.
    phone = f"{int(FIRST_PHONE) + serial - FIRST}"
    user = User.objects.create(kind=Kind.WORKER, phone=phone, is_demo=True)
    district = Division.objects.get(name="甘州区")
    township = Division.objects.filter(parent=district)[serial % 20]
    union = Organization.objects.get(division=township, kind="joint")
    typed = {
        "name": who.name, "document_type": "identity_card", "number": who.number,
        "occupation": who.occupation, "employer": who.employer, "district": district.pk,
        "township": township.pk, "organization": union.pk,
    }  # fmt: skip
    drafts.save(drafts.open_draft(user), typed)
    return user
