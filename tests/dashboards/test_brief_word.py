"""The Word file of a brief opens, whatever stands in it."""

import datetime
import io
import zipfile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards import brief_text, brief_word
from dashboards.brief import Brief, Figure, Section, Told, grid
from dashboards.brief_text import plain
from dashboards.tables import Table
from tests.dashboards.briefed import tables_of, text_of

DAY = datetime.date(2026, 11, 25)
NASTY = [
    "{{ 7 * 7 }}", "{% for x in y %}", "{#", "{_{", "%}", "<w:p>", "</w:t>", "&amp;", "]]>", '"', "'",
    "\0", "\x0b", "\x1b", "\ufffe", "\u202e", "a\tb", "甲\n乙", "\a", "\f", "𠮷", "长" * 3_000, "",
]  # fmt: skip
texts = st.one_of(st.sampled_from(NASTY), st.text(max_size=60))
printed = texts.map(plain)


def a_brief(title: str, lead: str = "", cell: str = "", remark=()) -> Brief:
    table = Table(
        "表", ("区县", "人次"), [(cell, 40), (cell, 60), ("合计", 100)], people=(1,), summed=True
    )
    told = Told(DAY, cell, cell, cell, "40", "", cell, cell)
    sections = [
        Section(title, [lead], [Figure(cell, "7", "场", cell)]),
        Section("表", grid=grid(table, bar="占比", shares={0: 40, 1: 60})),
        Section("活动", told=[told], rule=lead, steps=[lead]),
    ]
    return Brief(title, title, title, DAY, lead, sections, "名", remark)


@settings(deadline=None, max_examples=60)
@given(title=printed, lead=printed, cell=printed, remark=texts)
def test_it_opens_and_says_what_it_was_given(title, lead, cell, remark):
    word = brief_word.document(a_brief(title, lead, cell, brief_text.paragraphs(remark)))
    written = text_of(word)
    for text in (title, lead, cell, *brief_text.paragraphs(remark)):
        assert text in written
    assert [row[0] for row in tables_of(word)[1][1:]] == [cell, cell, "合计"]


@pytest.mark.parametrize("text", NASTY)
def test_what_is_typed_is_neither_template_nor_markup(text):
    found = text_of(brief_word.document(a_brief(plain(text), plain(text), plain(text))))
    assert "49" not in found
    assert plain(text) in found


@given(st.text())
def test_a_line_of_print_has_nothing_unprintable(text):
    line = plain(text, 40)
    assert len(line) <= 40
    assert line == plain(line)
    assert not set(line) & set("\0\n\r\t\x0b\u202e\ufffe")


@pytest.mark.parametrize(
    "text",
    ["139 0000 1234", "13900001234", "１３９００００１２３４", "0936-8212345", "62990019750308321X",
     "629900 19750308 321X", "QQ123456789"],
)  # fmt: skip
def test_numbers_of_persons_are_taken_out(text):
    assert "（号码）" in plain(f"请找{text}。")
    assert brief_text.has_number(f"请找{text}。")


@pytest.mark.parametrize("text", ["11月25日服务39,640人次", "2026年", "第85号驿站", "1,257,466元"])
def test_figures_stay(text):
    assert plain(text) == text
    assert not brief_text.has_number(text)


def test_a_bar_is_as_long_as_its_share():
    assert [len(brief_word.bar(share)) for share in (None, 0, 1, 50, 100)] == [0, 0, 1, 20, 40]


def test_the_template_is_the_same_each_time_and_whole():
    with zipfile.ZipFile(io.BytesIO(brief_word.template())) as archive:
        assert set(archive.namelist()) == set(brief_word.PARTS)
    assert Document(io.BytesIO(brief_word.template())).sections[0].page_width.mm == pytest.approx(
        210, abs=1
    )


def test_it_says_who_made_it_and_what_it_is_about():
    word = brief_word.document(a_brief("题" * 400, "导语"))
    properties = Document(io.BytesIO(word)).core_properties
    assert properties.title.startswith("题")
    assert len(properties.title) == 255
