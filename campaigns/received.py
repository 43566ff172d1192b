"""What a person received under their own name, as they may read it."""

from django.db.models import QuerySet

from campaigns.models import Grant
from people.models import Person


def received_by(person: Person | None) -> QuerySet[Grant]:
    """Newest first, what was taken back left out; each with its item, month and union. One query."""
    if person is None:
        return Grant.objects.none()
    rows = Grant.objects.standing().filter(person=person)
    return rows.select_related("item", "campaign", "organization").order_by("-given_on", "-pk")
