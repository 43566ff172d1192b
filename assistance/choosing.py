"""What the pages on which a cadre is chosen have in common."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from assistance import gathering
from assistance.admitting import Choice
from assistance.candidates import Offers
from assistance.models import HardshipFile
from assistance.models.file import STEWARDS
from assistance.weighing import Household
from audit.refusal import Refused
from organizations.models import Post
from organizations.posts import within


def posted(request):
    """What a form is bound to: also to nothing at all, when nothing was ticked."""
    return request.POST if request.method == "POST" else None


def kept(user):
    """The files of the subtrees one supervises: not those one only calls."""
    rows = HardshipFile.objects.filter(within(user, STEWARDS, "organization__path"))
    return rows.select_related("person", "organization", "division__parent")


def post_named(user, text: str) -> Post | None:
    """The cadre's post a form names, as far as the user administers it."""
    try:
        pk = uuid.UUID(text)
    except ValueError:
        return None
    rows = Post.objects.filter(within(user, STEWARDS, "organization__path"), pk=pk)
    return rows.select_related("user", "organization").first()


def asked_for(request) -> Post:
    """The post that was ticked. Raises Refused."""
    post = post_named(request.user, request.POST.get("post", ""))
    if post is None:
        raise Refused("请选一位干部。", field="post")
    return post


def explained(choices: Sequence[Choice], user) -> list[Choice]:
    """Each with the reason in a sentence, as far as the cadre is still free. Seven queries."""
    if not choices:
        return []
    offers = Offers.of(user)
    files = HardshipFile.objects.filter(pk__in=[choice.file_id for choice in choices])
    households = {each.key: each for each in gathering.households(files, offers.where)}
    return [
        replace(choice, why=_why(offers, households.get(choice.file_id), choice.post_id))
        for choice in choices
    ]


def _why(offers: Offers, household: Household | None, post_id: uuid.UUID) -> str:
    match = offers.one(household, post_id) if household else None
    return offers.why(match) if match else ""
