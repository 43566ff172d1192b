"""What has been kept long enough goes, and how much went is said.

Records of signing in are kept for six months at least (网络安全法 §21); the audit for ever. Drafts
may hold a document number, sealed: whoever never came back to theirs does not want it kept.
"""

import datetime

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import SignIn
from assistance.models import HelpRequest, HelpRequestState
from audit import services as audit
from dashboards.models import ScreenLink
from membership.models import Application, State
from spreadsheets import sealing
from spreadsheets import tidying as sheets

SIGN_INS_KEPT = datetime.timedelta(days=200)
# A link let a screen in without anybody signing in: known as long as who signed in.
SCREENS_KEPT = SIGN_INS_KEPT
DRAFTS_KEPT = datetime.timedelta(days=90)
# What somebody wrote about the own distress, where no file came of it.
REQUESTS_KEPT = datetime.timedelta(days=180)
# Whoever signed in since then may still be at it: a worker's session lasts a month.
LAST_SEEN = datetime.timedelta(days=60)


def tidy(*, at: datetime.datetime | None = None) -> dict[str, int]:
    """Delete what is past its time; returns how many rows of each kind went."""
    at = at or timezone.now()
    gone = {name: rows.delete()[0] for name, rows in _past(at).items()}
    gone["sheet_rows"] = sealing.wipe(at)
    gone |= sheets.tidy(at)
    if any(gone.values()):
        audit.record("unionportal.tidied", data=gone)
    return gone


def _past(at: datetime.datetime) -> dict[str, QuerySet]:
    long_ago = at - SIGN_INS_KEPT
    forgotten = Q(applicant__last_login=None) | Q(applicant__last_login__lt=at - LAST_SEEN)
    return {
        "sessions": Session.objects.filter(expire_date__lt=at),
        "sign_ins": SignIn.objects.filter(started_at__lt=long_ago),
        "failures": AccessAttempt.objects.filter(attempt_time__lt=long_ago),
        "failure_log": AccessFailureLog.objects.filter(attempt_time__lt=long_ago),
        "access_log": AccessLog.objects.filter(attempt_time__lt=long_ago),
        "drafts": Application.objects.filter(
            forgotten, state=State.DRAFT, created_at__lt=at - DRAFTS_KEPT
        ),
        "help_requests": HelpRequest.objects.filter(
            state__in=(HelpRequestState.REFUSED, HelpRequestState.WITHDRAWN),
            decided_at__lt=at - REQUESTS_KEPT,
        ),
        "screen_links": ScreenLink.objects.over_at(at - SCREENS_KEPT),
    }
