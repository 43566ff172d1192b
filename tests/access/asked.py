"""For the matrix: the first worker's own file with something at the door, a request, a notice."""

import datetime

from django.utils import timezone

from assistance.models import HelpRequestState, Need, NeedState, Publication, Supply
from assistance.vocabulary import HardshipClass, NeedKind
from tests.assistance.asked import a_request
from tests.assistance.rows import a_file


def asked_and_published(city, worker, administrator) -> dict:
    """All of it is 甘州区's; the worker's identity is known by now."""
    worker.refresh_from_db()
    union, now = city.ganzhou_federation, timezone.now()
    file = a_file(union, person=worker.person, hardship_class=HardshipClass.SUDDEN)
    need = Need.objects.create(
        file=file, kind=NeedKind.GOODS, state=NeedState.DELIVERED, raised_by=administrator
    )
    Supply.objects.create(
        need=need, goods=[{"name": "大米", "quantity": "10", "unit": "公斤"}],
        bought_by=administrator, delivered_at=now,
    )  # fmt: skip
    today = timezone.localdate()
    notice = Publication.objects.create(
        file=file, masked_name="李*例", unit_name=union.name, hardship_class=file.hardship_class,
        starts_on=today, ends_on=today + datetime.timedelta(days=7), consented_at=now,
        made_by=administrator,
    )  # fmt: skip
    return {
        "own_need": need,
        "own_file": file,
        "notice": notice,
        "help_request": a_request(worker, union, city.railway, state=HelpRequestState.SUBMITTED),
    }
