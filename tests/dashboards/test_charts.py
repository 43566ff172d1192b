"""Charts: shapes as long as their numbers, and the numbers in words beside them."""

import datetime
import re

from django.template import Context, Template

from dashboards import charts
from dashboards.charts import Bar, Bars, Step
from dashboards.tiles import Trend

TODAY = datetime.date(2026, 11, 25)


def a_trend(*values: int, before: int = 0) -> Trend:
    days = [TODAY - datetime.timedelta(len(values) - 1 - nth) for nth in range(len(values))]
    return Trend(days, values, before, "收到", "份")


def drawn(tag: str, **given) -> str:
    return Template("{% load charts %}{% " + tag + " %}").render(Context(given))


def plain(html: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", html))


def test_a_column_is_as_high_as_its_share_of_the_highest():
    pieces = charts.upright([Bar("一", 10), Bar("二", 5), Bar("三", 0)], width=300, height=48)
    assert [piece.height for piece in pieces] == [48, 24, 0]
    assert all(piece.y + piece.height == 48 for piece in pieces)


def test_what_is_not_nothing_is_seen():
    few, many = charts.upright([Bar("一", 1), Bar("二", 100_000)], width=300, height=48)
    assert few.height == 1
    assert many.height == 48


def test_the_shapes_of_many_days_are_one_path():
    pieces = charts.upright([Bar("一", 10), Bar("二", 0), Bar("三", 5)], width=300, height=48)
    assert charts.path(pieces) == "M6.0 0.0h88.0v48.0h-88.0zM206.0 24.0h88.0v24.0h-88.0z"


def test_columns_lie_side_by_side_inside_the_drawing():
    pieces = charts.upright([Bar(str(nth), nth) for nth in range(24)], width=640, height=120)
    ends = [piece.x + piece.width for piece in pieces]
    assert all(end <= after.x for end, after in zip(ends, pieces[1:], strict=False))
    assert ends[-1] <= 640


def test_nothing_at_all_is_no_mistake():
    assert charts.upright([], width=300, height=48) == []
    assert charts.highest([Bar("一", 0)]) is None
    assert charts.of_before([]) == []
    assert "今天0份" in plain(drawn("trend given", given=a_trend(0, 0, 0)))


def test_a_trend_marks_today_and_says_its_numbers():
    html = drawn("trend given", given=a_trend(3, 1204, 42, before=1000))
    assert 'aria-label="3天收到1,249份，比前3天多249份；今天42份"' in html
    assert html.count("fg now") == html.count("mark") == 1
    said = plain(html)
    assert "11月23日最多一天1,204份今天42份" in said
    assert "今天4211月24日1,20411月23日3" in said


def test_bars_carry_their_numbers_and_lead_to_their_rows():
    chart = Bars(
        "送到的人", "人", [Bar("快递员", 1200, "/rows/", part=30), Bar("其他", 0)], part="没到"
    )
    html = drawn("bars given", given=chart)
    assert '<a href="/rows/">快递员</a>' in html
    assert "1,200人没到30" in plain(html)
    assert 'width="300.0"' in html


def test_columns_say_each_number_to_those_who_do_not_see_them():
    chart = Bars("收到的", "份", [Bar("9点", 12, part=2), Bar("10点", 0)], part="超时")
    html = drawn("columns given", given=chart)
    assert 'aria-label="收到的：9点12份（超时2），10点0份"' in html
    assert "9点12210点00" in plain(html)


def test_of_many_columns_only_some_are_named():
    chart = Bars("收到的", "份", [Bar(f"{hour}点", 1) for hour in range(24)])
    html = drawn("columns given table=False", given=chart)
    assert html.count('class="name"') == 12


def test_each_step_is_measured_by_the_one_before():
    rows = charts.of_before(
        [Step("建档", 400), Step("同意", 300), Step("结对", 0), Step("联系", 0)]
    )
    assert [percent for _, percent, _ in rows] == [None, 75, 0, None]
    assert [long for _, _, long in rows] == [300, 225, 0, 0]
    said = plain(
        drawn("steps given label='户' unit='户'", given=[Step("建档", 400), Step("同意", 300)])
    )
    assert "同意300户上一步的75%" in said
