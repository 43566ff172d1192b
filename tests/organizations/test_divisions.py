"""The published divisions in the table, word for word, as often as one likes."""

from django.core.management import call_command

from organizations import divisions
from organizations.models import Division


def rows():
    return list(Division.objects.order_by("pk").values())


def test_the_published_list_is_loaded_word_for_word(db):
    data = divisions.published()
    counts = divisions.load_divisions(data)
    assert (counts.districts, counts.townships, counts.created) == (6, 70, 77)
    districts = Division.objects.filter(level=Division.Level.DISTRICT)
    assert [row.code for row in districts] == [row["code"] for row in data["districts"]]
    for row in data["districts"]:
        district = Division.objects.get(code=row["code"])
        assert district.name == row["name"]
        assert [place.name for place in district.children.all()] == row["townships"]
        assert {place.code for place in district.children.all()} == {None}


def test_loading_again_changes_nothing(db):
    divisions.load_divisions()
    before = rows()
    assert divisions.load_divisions().created == 0
    assert rows() == before


def test_a_renamed_county_stays_the_same_county(db):
    data = divisions.published()
    divisions.load_divisions(data)
    before = Division.objects.get(code="620722").pk
    data["districts"][2]["name"] = "民乐区"
    divisions.load_divisions(data)
    assert Division.objects.get(code="620722").pk == before
    assert Division.objects.get(code="620722").name == "民乐区"


def test_the_command_says_what_it_did(db, capsys):
    call_command("load_divisions")
    assert capsys.readouterr().out == "区划就绪：6个区县，70个乡镇街道，新增77条。\n"
