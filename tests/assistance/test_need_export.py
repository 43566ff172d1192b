"""Taking the list of needs out: by who keeps the files, masked, and without what somebody wrote."""

import pytest

from assistance import exporting
from audit.models import Entry
from tests.assistance.cared import a_household, a_need
from tests.assistance.rows import a_file, a_pair
from tests.assistance.test_export import sheet, stepped_up

LIST, ADDRESS = "/desk/assistance/needs/", "/desk/assistance/needs/export/"
GIVEN = {"reason": "季度例会通报"}


@pytest.fixture
def desk(district_administrator, signed_in):
    return stepped_up(signed_in(district_administrator))


@pytest.fixture
def needs(city, cadre, far_cadre):
    near, far = a_household(city, cadre), a_file(city.minle_federation, name="孙范例")
    a_pair(far, far_cadre)
    return [
        a_need(near, cadre, kind="law", text="肾病要用的药"), a_need(near, cadre, state="settled"),
        a_need(far, far_cadre),
    ]  # fmt: skip


def taken(client, query: str = "") -> list[list]:
    return sheet(client.post(ADDRESS + query, GIVEN), "需要")


def test_masked_and_without_what_was_written(desk, needs):
    rows = taken(desk)
    assert rows[1] == list(exporting.NEED_COLUMNS)
    assert [row[:5] for row in rows[2:]] == [
        [
            needs[0].get_kind_display(),
            "赵**",
            "甘州区快递外卖行业工会联合会",
            "甘州区",
            "火车站街道",
        ]
    ]
    for text in ("范例", "肾病", "讲清楚了", "19900004444", needs[0].file.person.number_masked):
        assert text not in str(rows)


@pytest.mark.parametrize("query", ["", "?state=settled", "?kind=law", "?age=new", "?state=signed"])
def test_it_holds_the_rows_of_the_list(desk, needs, query):
    listed = desk.get(LIST + query).context["page"].rows
    assert desk.get(ADDRESS + query).context["count"] == len(listed)
    assert len(taken(desk, query)) - 2 == len(listed)


def test_the_own_subtree_alone(desk, needs, city, signed_in, administrator):
    far = f"?union={city.minle_federation.public_id}"
    assert "孙" not in str(taken(desk, far))
    above = stepped_up(signed_in(administrator))
    assert [row[1] for row in taken(above, far)[2:]] == ["孙**"]


@pytest.mark.parametrize("who", ["cadre", "far_cadre", "reviewer", "auditor"])
def test_who_keeps_no_files_takes_nothing_out(request, signed_in, needs, who):
    client = stepped_up(signed_in(request.getfixturevalue(who)))
    assert client.get(ADDRESS).status_code == client.post(ADDRESS, GIVEN).status_code == 404
    if who.endswith("cadre"):
        assert ADDRESS not in client.get(LIST).text


def test_it_asks_for_the_second_factor_once_more(signed_in, district_administrator, needs):
    client = stepped_up(signed_in(district_administrator), seconds_ago=7200)
    assert client.post(ADDRESS, GIVEN).status_code == 302
    assert not Entry.objects.filter(action="assistance.exported").exists()


def test_it_is_on_record(desk, needs, district_administrator):
    note = taken(desk)[0][0]
    assert "甘州区总工会何示范于" in note
    entry = Entry.objects.get(action="assistance.exported")
    assert (entry.actor_id, entry.reason) == (district_administrator.pk, "季度例会通报")
    assert entry.data == {"what": "needs", "rows": 1, "full_names": False}


@pytest.mark.parametrize("reason", ["", "看看", "\0", "乙" * 101])
def test_without_a_proper_reason_nothing_leaves(desk, needs, reason):
    assert "reason" in desk.post(ADDRESS, {"reason": reason}).context["form"].errors


def test_more_than_can_be_waited_for_is_refused(desk, needs, monkeypatch):
    monkeypatch.setattr(exporting, "MOST", 0)
    assert "请先筛选" in desk.post(ADDRESS, GIVEN).text
    assert not Entry.objects.filter(action="assistance.exported").exists()


def test_the_lists_lead_there_with_their_filters(desk, needs, city):
    assert f'href="{ADDRESS}?kind=law"' in desk.get(f"{LIST}?kind=law&after=x").text
    # The silent ones are a view of the register, which has its sheet.
    union = city.couriers.public_id
    page = desk.get(f"/desk/assistance/silent/?union={union}").text
    assert f'href="/desk/assistance/export/?show=silent&amp;district={union}"' in page
