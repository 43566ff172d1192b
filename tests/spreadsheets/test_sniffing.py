"""What an upload really is: each wrong kind gets its own words, and what to do."""

import io

import pytest

from audit.refusal import Refused
from spreadsheets import sniffing
from tests.spreadsheets.making import a_book, with_part, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(*names: str) -> bytes:
    inner = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return OLE + b"\0" * 5000 + inner + b"\0" * 500


def refusal(content: bytes) -> str:
    try:
        sniffing.check(io.BytesIO(content))
    except Refused as refused:
        return refused.message
    return ""


def test_a_workbook_is_welcome():
    assert refusal(a_book([["日期"]])) == ""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "是空的"),
        (ole("EncryptionInfo", "EncryptedPackage"), "有密码"),
        (ole("Workbook"), "旧格式的表格（.xls）"),
        (ole("Book"), "旧格式的表格（.xls）"),
        (ole("WordDocument"), "不是Excel表格"),
        ("日期,人次\n2026-11-05,3\n".encode(), "CSV"),
        ("日期,人次\n2026-11-05,3\n".encode("gb18030"), "CSV"),
        (b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>", "其实是一张网页"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "其实是一张网页"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
         "XML格式的旧表格"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xff\xd8\xff\xe0....", "图片"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"\x00\x01\x02\x03" * 10, "不是Excel表格，或者文件已经损坏"),
        (zipped({"word/document.xml": b"<w/>"}), "Word文档"),
        (zipped({"ppt/presentation.xml": b"<p/>"}), "演示文稿"),
        (zipped({"mimetype": b"x", "content.xml": b"<o/>"}), "ODS"),
        (zipped({"xl/workbook.bin": b"x"}), "xlsb"),
        (zipped({"照片.jpg": b"x"}), "压缩包"),
        (zipped({}), "压缩包"),
        (a_book([["日期"]])[:700], "不完整"),
        (b"PK\x03\x04" + b"\0" * 100, "不完整"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_told_what_it_is(content, says):
    assert says in refusal(content)


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "XL/VbaProject.bin"]
)
def test_macros_are_refused_whatever_the_name_says(part):
    assert "带有宏" in refusal(with_part(a_book([["日期"]]), part, lambda _: b"x"))


def test_a_long_file_is_looked_through_to_its_end():
    """The inner names of an encrypted workbook may lie far back, across two pieces too."""
    name = "EncryptedPackage".encode("utf-16-le")
    at = 1024 * 1024 - 9
    content = OLE + b"\0" * (at - len(OLE)) + name + b"\0" * 100
    assert "有密码" in refusal(content)
