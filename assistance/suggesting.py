"""Households that wait for another cadre, each with the best free one chosen beforehand.

Chosen together, so that one cadre is not the first choice of two; a person confirms.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistance import gathering
from assistance.assignment import assign, ranked, rankings
from assistance.candidates import Candidate, Offers
from assistance.models import HandOver, HardshipFile, Pairing

ALTERNATIVES = 6


@dataclass
class Waiting:
    """One row of the page. `chosen` is the post ticked beforehand, or None."""

    hand_over: HandOver
    calls_now: Pairing | None
    candidates: list[Candidate]
    chosen: object = None
    problem: str = ""


def rows(found: Sequence[HandOver], user) -> list[Waiting]:
    """A constant number of queries, however many wait."""
    standing = _standing(found)
    offers = Offers.of(user)
    files = HardshipFile.objects.filter(pk__in=[each.file_id for each in found])
    households = {
        each.key: _but(each, standing.get(each.key))
        for each in gathering.households(files, offers.where)
    }
    best = {
        match.household.key: match.place.key
        for match in assign(list(households.values()), offers.places)
    }
    matches = rankings(list(households.values()), offers.places, most=ALTERNATIVES)
    told = _told(offers, matches, households, best)
    return [
        Waiting(each, standing.get(each.file_id), told[each.file_id], best.get(each.file_id))
        for each in found
    ]


def _standing(found: Sequence[HandOver]) -> dict:
    rows = Pairing.objects.standing().filter(file__in=[each.file_id for each in found])
    return {pairing.file_id: pairing for pairing in rows.select_related("post__user")}


def _but(household, pairing: Pairing | None):
    """Another one: whoever calls now is no choice."""
    if pairing is None:
        return household
    return replace(household, avoids=household.avoids | {pairing.post.user_id})


def _told(offers: Offers, matches, households, best) -> dict:
    """The nearest of each, and the one chosen for it when it is not among them. One query."""
    for key, post in best.items():
        if post not in {match.place.key for match in matches[key]}:
            mine = [place for place in offers.places if place.key == post]
            matches[key] = ranked(households[key], mine, most=1) + matches[key]
    flat = iter(offers.told([match for each in matches.values() for match in each]))
    return {key: [next(flat) for _ in each] for key, each in matches.items()}
