"""The seven lists of the source, word for word."""

import pytest

from campaigns.planning import short_names
from campaigns.variants import variants
from campaigns.vocabulary import WORDS, Category
from tests.campaigns.conftest import a_campaign


def test_there_are_seven_in_the_order_of_the_source():
    assert list(variants()) == [
        "tianjin", "jilin", "shanghai", "jiangsu", "fujian", "hubei", "guangxi",
    ]  # fmt: skip


def test_every_category_has_words_and_an_icon():
    assert set(WORDS) == set(Category)
    assert {category for v in variants().values() for _, category in v.items} == set(Category)


@pytest.mark.parametrize("key", list(variants()))
def test_a_campaign_holds_its_list_as_printed(key, city, city_officer):
    variant = variants()[key]
    campaign = a_campaign(city.root, city_officer, variant=key)
    assert [(i.name, i.category) for i in campaign.items.all()] == list(variant.items)
    assert campaign.label == variant.label
    shorts = [i.short for i in campaign.items.all()]
    assert len(set(shorts)) == len(shorts)


def test_two_six_sends_are_two_lists_that_compare_by_category():
    jilin, fujian = variants()["jilin"], variants()["fujian"]
    assert jilin.label == fujian.label == "六送"
    assert jilin.items != fujian.items
    shared = {c for _, c in jilin.items} & {c for _, c in fujian.items}
    assert shared == {Category.CULTURE, Category.HEALTH_CHECK, Category.CARE, Category.JOBS}


def test_what_breaks_off_says_so_and_what_has_no_name_gets_none():
    assert "截断" in variants()["guangxi"].source_note
    assert variants()["jiangsu"].label == variants()["guangxi"].label == ""


def test_items_of_one_category_keep_apart_on_the_phone():
    assert short_names(variants()["shanghai"].items)[1:3] == ["医疗保障", "上门体检"]
    assert short_names(variants()["tianjin"].items)[:3] == ["文化", "体检", "心理"]
