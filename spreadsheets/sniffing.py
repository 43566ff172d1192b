"""What an upload really is, by its own bytes: its name says nothing."""

import re
import zipfile
from typing import IO

from audit.refusal import Refused

SAVE_AS = "请用Excel或WPS打开，另存为“Excel工作簿（.xlsx）”再传。"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"^\s*(<\?xml[^>]*>\s*)?<(!doctype\s+html|html|table|head|meta|body)", re.IGNORECASE
)
_OTHER = (
    (b"%PDF", "这是PDF文件，不是Excel表格。请把内容填进模板再传。"),
    (b"\xff\xd8\xff", "这是一张图片，不是Excel表格。请把内容填进模板再传。"),
    (b"\x89PNG", "这是一张图片，不是Excel表格。请把内容填进模板再传。"),
    (b"Rar!", "这是压缩包，请解压后传里面的.xlsx文件。"),
    (b"7z\xbc\xaf", "这是压缩包，请解压后传里面的.xlsx文件。"),
)


def check(file: IO[bytes]) -> None:
    """Raises Refused, in words that say what to do, for everything but an .xlsx without macros."""
    file.seek(0)
    start = file.read(4096)
    if not start:
        raise Refused("这个文件是空的，请重新选一个。")
    if start.startswith(_OLE):
        raise Refused(_what_ole_is(file))
    if start.startswith(b"PK"):
        _check_names(file)
        return
    for magic, says in _OTHER:
        if start.startswith(magic):
            raise Refused(says)
    raise Refused(_what_text_is(start))


def _what_ole_is(file: IO[bytes]) -> str:
    """Encrypted workbooks and the old .xls wear the same coat; their inner names tell them apart."""
    file.seek(0)
    known = {name: name.encode("utf-16-le") for name in ("EncryptedPackage", "Workbook", "Book")}
    seen, tail = set(), b""
    while piece := file.read(1024 * 1024):
        seen |= {name for name, raw in known.items() if raw in tail + piece}
        tail = piece[-64:]
    if "EncryptedPackage" in seen:
        return "这个文件有密码，打不开。请去掉密码，另存一份再传。"
    if seen:
        return f"这是旧格式的表格（.xls）。{SAVE_AS}"
    return f"这不是Excel表格。{SAVE_AS}"


def _what_text_is(start: bytes) -> str:
    if _HTML.match(start.removeprefix(b"\xef\xbb\xbf")):
        return f"这其实是一张网页，只是名字像表格。{SAVE_AS}"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return f"这是XML格式的旧表格。{SAVE_AS}"
    if b"\0" not in start and _decodes(start):
        return f"这是纯文本或CSV文件，不是Excel表格。{SAVE_AS}"
    return f"这不是Excel表格，或者文件已经损坏。{SAVE_AS}"


def _decodes(start: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        # The last character may be cut in two.
        if "\ufffd" not in start.decode(encoding, "replace")[:-4]:
            return True
    return False


def _check_names(file: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = [info.filename for info in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise Refused("这个文件不完整，可能没有传完或已经损坏，请重新保存后再传。") from error
    refusal = _refusal_of_names({name.lower() for name in names})
    if refusal:
        raise Refused(refusal)


def _refusal_of_names(names: set[str]) -> str:
    if any(name.endswith("vbaproject.bin") or "macrosheets/" in name for name in names):
        return "这个文件带有宏，为了安全不能收。请另存为不带宏的.xlsx再传。"
    if "xl/workbook.xml" in names:
        return ""
    if "xl/workbook.bin" in names:
        return f"这是二进制工作簿（.xlsb）。{SAVE_AS}"
    if any(name.startswith("word/") for name in names):
        return "这是Word文档，不是Excel表格。请把内容填进模板再传。"
    if any(name.startswith("ppt/") for name in names):
        return "这是演示文稿，不是Excel表格。请把内容填进模板再传。"
    if "content.xml" in names and "mimetype" in names:
        return f"这是ODS表格。{SAVE_AS}"
    return "这是压缩包，不是Excel表格。请解压后传里面的.xlsx文件。"
