"""The meeting-room screen: a link instead of a sign-in, for one union, for a time, revocable."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refused
from dashboards import mapping, overview, screens, views_screen, wall
from dashboards.models import ScreenLink
from dashboards.shares import Share
from dashboards.tiles import Fact
from organizations.models import Post, Role
from tests.dashboards.subjects import a_figure, a_tile

SCREEN, LINKS = reverse("dashboards:screen"), reverse("dashboards:screens")
WALL = reverse("dashboards:screen-wall")
WALL_FIGURES = reverse("dashboards:screen-wall-figures")
WALL_QUERIES = 5


@pytest.fixture(autouse=True)
def subjects(monkeypatch):
    tiles = (
        lambda scope, today: a_tile(under=f"{scope.union.name}的", facts=()),
        lambda scope, today: a_tile("households", value="3", unit="户", alarm="3户该联系没联系"),
    )
    figures = (a_figure("promise", "按时答复", 甘州区=Share(1, 3), 民乐县=Share(9, 100)),)
    monkeypatch.setattr(overview, "TILES", tiles)
    monkeypatch.setattr(mapping, "FIGURES", figures)


@pytest.fixture
def made(city, district_administrator):
    return screens.make(
        union=city.ganzhou_federation, place="三楼西会议室", days=7, actor=district_administrator
    )


def opened(client, token: str):
    return client.get(reverse("dashboards:screen-open", args=[token]))


def test_whoever_has_the_link_sees_the_union_it_was_made_for(client, made):
    _, token = made
    answer = opened(client, token)
    assert answer.url == WALL
    page = client.get(WALL).content.decode()
    assert "甘州区总工会的" in page
    assert token not in page


def test_the_screen_hides_the_few_and_leads_nowhere(client, made):
    opened(client, made[1])
    figures = client.get(WALL_FIGURES).content.decode()
    assert "少于5户该联系没联系" in figures
    assert "3户" not in figures
    assert "<a " not in figures
    assert "甘州区没有可以比的数" in figures


def test_a_link_may_be_typed_without_its_lines_and_in_capitals(client, made):
    assert opened(client, made[1].replace("-", "").upper()).url == WALL


def test_of_the_link_only_a_hash_is_kept(made):
    link, token = made
    kept = " ".join(map(str, ScreenLink.objects.values_list().get(pk=link.pk)))
    assert token not in kept
    assert token.replace("-", "") not in kept
    assert not Entry.objects.filter(data__icontains=token).exists()


@pytest.mark.parametrize("url", [WALL, WALL_FIGURES])
def test_without_the_link_there_is_nothing(client, signed_in, administrator, url):
    assert client.get(url).status_code == 404
    assert signed_in(administrator).get(url).status_code == 404


def test_a_revoked_link_shows_nothing_from_the_next_refresh_on(
    client, made, signed_in, district_administrator
):
    opened(client, made[1])
    browser = signed_in(district_administrator)
    browser.post(reverse("dashboards:screen-revoke", args=[made[0].pk]))
    assert client.get(WALL_FIGURES).status_code == 404
    assert "打不开" in client.get(WALL).content.decode()
    assert opened(client, made[1]).status_code == 404


def test_a_link_ends_with_its_time(made):
    link, _ = made
    assert screens.scope_of(link, link.expires_at - datetime.timedelta(seconds=1))
    assert screens.scope_of(link, link.expires_at) is None


def test_a_link_ends_with_the_post_of_who_made_it(client, made):
    opened(client, made[1])
    Post.objects.filter(user=made[0].made_by).update(until=timezone.now())
    assert client.get(WALL_FIGURES).status_code == 404


def test_a_link_ends_with_the_account_of_who_made_it(client, made):
    opened(client, made[1])
    made[0].made_by.is_active = False
    made[0].made_by.save()
    assert client.get(WALL_FIGURES).status_code == 404


def test_guessing_ends_soon(client, made):
    for _ in range(views_screen.WRONG.tries):
        assert opened(client, "aaaa-bbbb-cccc-dddd").status_code == 404
    assert opened(client, "aaaa-bbbb-cccc-dddd").status_code == 429
    assert opened(client, made[1]).status_code == 302


@pytest.mark.parametrize("token", ["x", "0" * 400, "%00", "工会", "'; --"])
def test_no_link_is_an_error(client, db, token):
    assert client.get(f"/dashboards/screen/open/{token}/").status_code == 404
    client.cookies["screen"] = token.encode("ascii", "ignore").decode()
    assert client.get(WALL_FIGURES).status_code == 404


def test_no_copy_of_it_is_kept(client, made):
    answers = [opened(client, made[1]), client.get(WALL), client.get(WALL_FIGURES)]
    assert [answer["Cache-Control"] for answer in answers] == ["no-store, private"] * 3
    cookie = client.cookies["screen"]
    assert cookie["httponly"]
    assert cookie["path"] == "/dashboards/screen/"


def test_a_new_edition_is_told(client, made):
    opened(client, made[1])
    version = client.get(WALL_FIGURES)["X-Screen-Version"]
    assert f'data-version="{version}"' in client.get(WALL).content.decode()


def test_making_opening_and_revoking_are_on_record(client, made):
    link, token = made
    opened(client, token)
    opened(client, token)
    screens.revoke(link, actor=link.made_by)
    screens.revoke(link, actor=link.made_by)
    said = Entry.objects.filter(action__startswith="dashboards.").order_by("pk")
    assert list(said.values_list("action", flat=True)) == [
        "dashboards.screen_made", "dashboards.screen_opened", "dashboards.screen_revoked",
    ]  # fmt: skip


def test_a_screen_left_open_keeps_nobody_signed_in(signed_in, administrator):
    browser = signed_in(administrator)
    long_ago = timezone.now().timestamp() - 1200
    session = browser.session
    session["seen_at"] = session["signed_in_at"] = long_ago
    session.save()
    for url in (SCREEN, reverse("dashboards:screen-figures"), WALL):
        browser.get(url)
    assert browser.session["seen_at"] == long_ago
    browser.get(reverse("dashboards:overview"))
    assert browser.session["seen_at"] > long_ago


def test_signed_out_the_script_is_told_and_led_nowhere(client, db):
    answer = client.get(
        reverse("dashboards:screen-figures"), headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert answer.status_code == 401


def test_an_administrator_has_a_look_at_a_union_below(signed_in, administrator, city):
    browser = signed_in(administrator)
    query = {"union": city.minle_federation.public_id}
    assert "民乐县总工会的" in browser.get(SCREEN, query).content.decode()


def test_a_link_is_made_on_the_page_and_shown_once(signed_in, administrator, client):
    browser = signed_in(administrator)
    answer = browser.post(LINKS, {"place": "三楼会议室", "days": "30"})
    url = answer.context["made"]["url"]
    assert url in answer.content.decode()
    assert url not in browser.get(LINKS).content.decode()
    assert client.get(url).url == WALL
    assert "三楼会议室" in browser.get(LINKS).content.decode()


@pytest.mark.parametrize(
    "given", [{}, {"place": "", "days": "30"}, {"place": "一楼", "days": "365"},
              {"place": "楼" * 33, "days": "7"}, {"place": "一\0楼", "days": "7"}]
)  # fmt: skip
def test_what_is_missing_is_asked_for(signed_in, administrator, given):
    answer = signed_in(administrator).post(LINKS, given)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not ScreenLink.objects.exists()


def test_a_district_neither_sees_nor_revokes_the_links_of_another(made, signed_in, stranger, city):
    stranger.posts.create(organization=city.minle_federation, role=Role.ADMINISTRATOR)
    browser = signed_in(stranger)
    assert "三楼西会议室" not in browser.get(LINKS).content.decode()
    assert browser.post(reverse("dashboards:screen-revoke", args=[made[0].pk])).status_code == 404
    assert browser.post(f"{LINKS}?union={city.ganzhou_federation.public_id}").status_code == 404


def test_a_union_has_so_many_screens_and_no_more(city, administrator):
    def make():
        return screens.make(union=city.root, place="屏", days=7, actor=administrator)

    for _ in range(screens.MOST):
        make()
    with pytest.raises(Refused):
        make()


def test_a_refresh_asks_the_same_few_queries(client, made, django_assert_num_queries):
    opened(client, made[1])
    with django_assert_num_queries(WALL_QUERIES):
        client.get(WALL_FIGURES)


def test_what_is_late_goes_first_where_there_is_little_room():
    facts = [
        Fact("一", "1份"),
        Fact("二", "2份", kind="wait"),
        Fact("三", "3份"),
        Fact("四", "4份", kind="late"),
    ]
    tile = wall._telling(a_tile(facts=facts))
    assert [fact.label for fact in tile.facts] == ["四", "二", "一"]
