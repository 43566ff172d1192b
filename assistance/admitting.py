"""The state of everything a list of pairs touches, under locks, and what stands in a pair's way."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from assistance.cadres import refusal_to_serve
from assistance.models import Avoidance, CadreProfile, HandOver, HardshipFile, Pairing
from assistance.permissions import keeps
from organizations.models import Post

# Without a profile a cadre calls one household.
USUAL_CAP = 1


@dataclass(frozen=True)
class Choice:
    """A person's choice: this household, that cadre's post, and why in one sentence."""

    file_id: uuid.UUID
    post_id: uuid.UUID
    why: str = ""


class Books:
    """Locks posts and files, then reads. What is taken counts for the choices after it."""

    def __init__(self, choices: list[Choice], actor, at: datetime.datetime | None, *, handing_over):
        self.actor, self.handing_over = actor, handing_over
        self.posts = _locked_posts({choice.post_id for choice in choices})
        self.files = _locked_files({choice.file_id for choice in choices})
        # Only now: whoever waited for the locks must not see a post that ended in between.
        self.at = at or timezone.now()
        self.standing = self._standing()
        self.waiting = self._waiting()
        self.slots = self._slots()
        self.caps = dict(
            CadreProfile.objects.filter(post__in=self.posts).values_list("post_id", "cap")
        )
        avoided = Avoidance.objects.filter(file__in=self.files)
        self.avoided = set(avoided.values_list("file_id", "user_id"))

    def _standing(self) -> dict[uuid.UUID, Pairing]:
        rows = Pairing.objects.standing().filter(file__in=self.files)
        rows = rows.select_related("post__user", "post__organization")
        return {pairing.file_id: pairing for pairing in rows}

    def _waiting(self) -> dict[uuid.UUID, HandOver]:
        rows = HandOver.objects.filter(file__in=self.files, decided_at=None)
        return {found.file_id: found for found in rows.select_for_update()}

    def _slots(self) -> dict[uuid.UUID, set[int]]:
        taken: dict[uuid.UUID, set[int]] = defaultdict(set)
        rows = Pairing.objects.standing().filter(post__in=self.posts)
        for post, slot in rows.values_list("post_id", "slot"):
            taken[post].add(slot)
        return taken

    def made_already(self, choice: Choice) -> Pairing | None:
        """The very pair that stands: pressed twice, or by two."""
        found = self.standing.get(choice.file_id)
        waits = self.handing_over and choice.file_id in self.waiting
        return found if found and found.post_id == choice.post_id and not waits else None

    def refusal(self, choice: Choice) -> str:
        file, post = self.files.get(choice.file_id), self.posts.get(choice.post_id)
        if file is None or post is None:
            return "这一户的档案或这位干部的岗位已经找不到了。"
        return (
            self._refusal_of_file(file)
            or refusal_to_serve(post, self.at)
            or self._refusal_of_right(file, post)
            or self._refusal_of_both(file, post)
        )

    def _refusal_of_file(self, file: HardshipFile) -> str:
        if not file.is_cared_for:
            return f"这一户现在是“{file.get_state_display()}”，不用结对。"
        standing = self.standing.get(file.pk)
        if self.handing_over:
            return "" if file.pk in self.waiting else "这一户的交接刚刚有人定了。"
        return f"这一户刚刚已由{standing.post.user}联系。" if standing else ""

    def _refusal_of_right(self, file: HardshipFile, post: Post) -> str:
        if self.actor is None:
            return ""
        if not keeps(self.actor, file.organization):
            return "这一户的档案不归您管理。"
        return "" if keeps(self.actor, post.organization) else "这位干部不在您的管理范围内。"

    def _refusal_of_both(self, file: HardshipFile, post: Post) -> str:
        standing = self.standing.get(file.pk)
        if standing and standing.post_id == post.pk:
            return f"现在就是{post.user}联系。要继续由{post.user}联系，请选“不换”。"
        if (file.pk, post.user_id) in self.avoided:
            return f"{post.user}和这一户要回避。"
        if len(self.slots[post.pk]) >= self._cap(post):
            return f"{post.user}联系的户数已满。"
        return ""

    def _cap(self, post: Post) -> int:
        return self.caps.get(post.pk, USUAL_CAP)

    def take(self, choice: Choice) -> Pairing:
        """The pair to be written, in the lowest free place of the cadre."""
        file, post = self.files[choice.file_id], self.posts[choice.post_id]
        taken = self.slots[post.pk]
        slot = next(slot for slot in range(1, self._cap(post) + 1) if slot not in taken)
        taken.add(slot)
        return Pairing(
            file=file, post=post, slot=slot, since=self.at, why=choice.why[:120],
            confirmed_by=self.actor,
        )  # fmt: skip


def _locked_posts(ids: set[uuid.UUID]) -> dict[uuid.UUID, Post]:
    """With their people, so that no account is shut in between."""
    rows = Post.objects.select_for_update(of=("self", "user"), no_key=True)
    rows = rows.select_related("user", "organization").filter(pk__in=ids)
    return {post.pk: post for post in rows.order_by("user_id", "pk")}


def _locked_files(ids: set[uuid.UUID]) -> dict[uuid.UUID, HardshipFile]:
    rows = HardshipFile.objects.select_for_update(of=("self",)).defer("facts")
    rows = rows.select_related("organization", "person__user").filter(pk__in=ids)
    return {file.pk: file for file in rows.order_by("pk")}
