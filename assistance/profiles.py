"""What is known of a cadre's post: how many households, which languages, which skills."""

from typing import Any

from django.db import transaction

from assistance.models import CadreProfile, Pairing
from assistance.models.file import STEWARDS
from assistance.permissions import keeps
from assistance.recording import check
from assistance.vocabulary import Language, NeedKind
from audit import services as audit
from audit.refusal import Refused
from organizations.models import Post, Role
from organizations.posts import within


def visible(user):
    """Cadres' posts, one's own and those of the subtrees one supervises."""
    rows = Post.objects.filter(role=Role.CADRE)
    return rows.filter(within(user, STEWARDS, "organization__path")) | rows.filter(user=user)


def refusal_to_edit(user, post: Post) -> str:
    own = post.user_id == user.pk
    return "" if own or keeps(user, post.organization) else "这位干部不归您管理。"


@transaction.atomic
def edit(post: Post, *, actor, cap: int | None = None, languages, skills) -> CadreProfile:
    """Languages and skills by the cadre or the supervisor line; `cap` by the latter alone.

    A cap below what is held ends no pair: it lets no new one in. Raises Refused.
    """
    # Whoever pairs holds the post: the cap must not change between asking and taking.
    list(Post.objects.select_for_update(no_key=True).filter(pk=post.pk).values_list("pk"))
    check(refusal_to_edit(actor, post))
    if cap is not None and not keeps(actor, post.organization):
        raise Refused("最多联系几户由管理员定。", field="cap")
    profile, _ = CadreProfile.objects.get_or_create(post=post)
    given: dict[str, Any] = {"languages": sorted(languages), "skills": sorted(skills)}
    if cap is not None:
        given["cap"] = cap
    changed = [name for name, value in given.items() if getattr(profile, name) != value]
    for name in changed:
        setattr(profile, name, given[name])
    if changed:
        profile.save(update_fields=changed)
        audit.record(
            "assistance.cadre_edited", actor=actor, subject=post, unit=post.organization.name,
            data={"changed": changed, "cap": profile.cap},
        )  # fmt: skip
    return profile


def held_by(post: Post) -> int:
    return Pairing.objects.standing().filter(post=post).count()


def abilities(post: Post) -> str:
    """In words; the profile is at hand (select_related), if there is one."""
    profile = getattr(post, "cadre", None)
    if profile is None:
        return ""
    spoken = [Language(each).label for each in profile.languages]
    known = [NeedKind(each).label for each in profile.skills]
    return "、".join([*spoken, *known])
