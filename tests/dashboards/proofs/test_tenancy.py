"""A district sees its own subtree, on every page, tile, map, screen, sheet and brief of 看全局.

One look at everything before and one after a day's work of all rooms in the district next door:
that is cheaper than a city for each page, and says by name what moved.
"""

import random

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from assistance import covering
from campaigns.models import Campaign
from dashboards import export_pages, mapping, overview, scope
from dashboards.scope import Scope
from organizations.models import Role
from tests import factories
from tests.dashboards.proofs import pages
from tests.dashboards.proofs.changes import District


@pytest.fixture(autouse=True)
def _one_moment():
    """What differs is no clock's doing: a screen shows another map each minute."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


# Pages about no area: what they list is asked for by themselves.
NO_AREA = ("screens", "briefs")


def seen(client, address: str, **query) -> str:
    answer = client.get(address, query)
    return f"{answer.status_code} {pages.shown(answer.content.decode())}"


def all_pages(client) -> dict[str, str]:
    """What each page says, and the brief of the running month and of this one."""
    addresses = {name: reverse(f"dashboards:{name}") for name in pages.names()}
    campaign, today = Campaign.objects.running().get(), timezone.localdate()
    addresses["brief-campaign"] = reverse("dashboards:brief-campaign", args=[campaign.pk])
    addresses["brief-month"] = reverse("dashboards:brief-month", args=[today.replace(day=1)])
    return {name: seen(client, address) for name, address in addresses.items()}


def all_figures(area: Scope) -> dict[str, object]:
    """Every tile, every figure of the map and every sheet, as plain values."""
    today = timezone.localdate()
    found: dict[str, object] = {f"tile {tile.name}": tile for tile in overview.tiles(area, today)}
    for figure in mapping.FIGURES:
        found[f"map {figure.name}"] = figure.read(area, today)
    for page in export_pages.PAGES:
        content = page.read(area, {}, lambda done: None)
        tables = [(table.title, table.columns, [*table.rows]) for table in content.tables]
        found[f"sheet {page.name}"] = tables
    return found


def moved(before: dict, after: dict) -> list[str]:
    return [name for name in before if before[name] != after[name]]


def test_whatever_happens_next_door_nothing_of_it_is_seen_here(demo, signed_in):
    user = demo.user("ganzhou-admin")
    client, area = signed_in(user), scope.read(user)
    before = all_pages(client), all_figures(area)
    District(demo.minle, random.Random(5)).everything()
    covering.keep()
    after = all_pages(client), all_figures(area)
    assert (moved(before[0], after[0]), moved(before[1], after[1])) == ([], [])
    # And what happens here is: the look above is not blind.
    District(demo.ganzhou, random.Random(6)).everything()
    covering.keep()
    told = moved(before[1], all_figures(area))
    assert [name for name in before[1] if name.startswith("tile") and name not in told] == []


def test_a_township_sees_nothing_of_the_one_beside_it(demo, signed_in):
    ganzhou = District(demo.ganzhou, random.Random(7))
    here, beside = ganzhou.joints[0], ganzhou.joints[1]
    user = factories.a_member_of_staff("演练四", here, Role.ADMINISTRATOR)
    client, area = signed_in(user), scope.read(user)
    before = all_pages(client), all_figures(area)
    ganzhou.joints = [beside]
    ganzhou.everything()
    covering.keep()
    after = all_pages(client), all_figures(area)
    assert (moved(before[0], after[0]), moved(before[1], after[1])) == ([], [])


@pytest.mark.parametrize("name", pages.names())
def test_a_union_outside_the_own_subtree_is_not_there(name, demo, signed_in):
    client, address = signed_in(demo.user("ganzhou-admin")), reverse(f"dashboards:{name}")
    for far in (demo.minle, demo.root):
        said = seen(client, address, union=str(far.public_id))
        assert said.startswith(("404", "405")) or name in NO_AREA
        assert "民乐" not in said


@pytest.mark.parametrize("name", [page.name for page in export_pages.PAGES])
def test_a_sheet_of_a_union_outside_the_own_subtree_is_not_there(name, demo, signed_in):
    client = signed_in(demo.user("ganzhou-admin"))
    address = reverse("dashboards:export", args=[name])
    far = f"{address}?union={demo.minle.public_id}"
    assert client.get(far).status_code == 404
    assert client.post(far, {"reason": "季度例会通报"}).status_code == 404
