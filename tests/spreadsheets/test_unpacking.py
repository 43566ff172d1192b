"""What a zip says of itself is not believed."""

import io
import random
import struct
import zipfile

import pytest

from audit.refusal import Refused
from spreadsheets import unpacking, workbook
from tests.spreadsheets.making import a_book, parts_of, with_part, zipped

SHEET = "xl/worksheets/sheet1.xml"
BOOK = a_book([["日期", "人次"], ["2026-11-05", 3]])


def refusal(content: bytes) -> str:
    try:
        with workbook.opened(io.BytesIO(content)) as sheets:
            for sheet in sheets:
                sheet.rows()
    except Refused as refused:
        return refused.message
    return ""


def test_a_sound_workbook_opens():
    assert refusal(BOOK) == ""


def test_pictures_and_other_ballast_are_left_outside():
    heavy = with_part(BOOK, "xl/media/image1.png", lambda _: b"\0" * 1000)
    out = io.BytesIO()
    unpacking.unpack(io.BytesIO(heavy), out)
    names = zipfile.ZipFile(out).namelist()
    assert SHEET in names
    assert not [name for name in names if "media" in name or "theme" in name]


def test_what_unpacks_to_too_much_is_refused_by_what_it_announces():
    bomb = with_part(BOOK, SHEET, lambda _: b" " * (unpacking.MOST_UNPACKED + 1))
    assert len(bomb) < 200_000
    assert refusal(bomb) == unpacking.TOO_BIG


def test_what_unpacks_to_more_than_it_announces_is_found_out():
    """The directory lies; the reader behind would inflate to the end."""
    honest = with_part(BOOK, SHEET, lambda _: b" " * 5_000_000)
    lying = declared(honest, SHEET, 1000)
    with zipfile.ZipFile(io.BytesIO(lying)) as archive:
        assert archive.getinfo(SHEET).file_size == 1000
    assert refusal(lying) == unpacking.BROKEN


def test_what_unpacks_to_less_than_it_announces_is_broken():
    assert refusal(declared(BOOK, SHEET, 10_000_000)) == unpacking.BROKEN


def declared(content: bytes, name: str, size: int) -> bytes:
    """The archive with another size of one part in its central directory."""
    changed = bytearray(content)
    at = content.rindex(name.encode()) - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    changed[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(changed)


@pytest.mark.parametrize(
    "inside",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>', b'<!ENTITY a SYSTEM "file:///etc/passwd">',
        b"<!doctype html>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_entities_are_refused_in_every_part(part, inside):
    content = with_part(BOOK, part, lambda old: old.replace(b"?>", b"?>" + inside, 1))
    assert "为了安全不能收" in refusal(content)


def test_two_bytes_a_character_pass_nothing_by():
    content = with_part(BOOK, SHEET, lambda old: old.decode().encode("utf-16"))
    assert "不是Excel或WPS存的样子" in refusal(content)


def test_an_encrypted_part_is_told_so():
    changed = bytearray(BOOK)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := BOOK.find(mark, at)) >= 0:
            changed[at + offset] |= 1
            at += 4
    assert "有密码" in refusal(bytes(changed))


def test_an_odd_compression_is_not_tried():
    parts = parts_of(BOOK)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert refusal(out.getvalue()) == unpacking.BROKEN


def test_a_part_that_is_there_twice_is_broken():
    parts = parts_of(BOOK)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(SHEET, b"<worksheet/>")
    assert refusal(out.getvalue()) == unpacking.BROKEN


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET])
def test_a_missing_or_torn_part_is_no_error_of_ours(part):
    parts = parts_of(BOOK)
    torn = parts | {part: parts[part][: len(parts[part]) // 2]}
    missing = {name: content for name, content in parts.items() if name != part}
    for content in (torn, missing):
        assert refusal(zipped(content)) != "" or part == SHEET


def test_whatever_bytes_are_flipped_it_is_a_refusal_or_a_table():
    chance = random.Random(20261123)
    for _ in range(150):
        changed = bytearray(BOOK)
        for _ in range(chance.randint(1, 12)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        refusal(bytes(changed))


def test_whatever_letters_are_changed_inside_it_is_a_refusal_or_a_table():
    chance = random.Random(20261124)
    for name in (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        for _ in range(40):
            content = bytearray(parts_of(BOOK)[name])
            for _ in range(chance.randint(1, 8)):
                content[chance.randrange(len(content))] = chance.randrange(32, 127)
            refusal(with_part(BOOK, name, lambda _, new=bytes(content): new))


def test_a_cell_far_away_is_not_made_room_for():
    far = with_part(
        BOOK, SHEET,
        lambda old: old.replace(
            b"</sheetData>",
            b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        ),
    )  # fmt: skip
    assert "XFD列" in refusal(far)


def test_too_many_rows_are_refused_while_they_stream_by():
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, 20_100))
    long = with_part(BOOK, SHEET, lambda old: old.replace(b"</sheetData>", rows + b"</sheetData>"))
    assert "一次最多导入20,000行" in refusal(long)
