"""An uploaded workbook, opened soundly: its worksheets by name, each with what its markup holds."""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any
from xml.etree import ElementTree as ET

import python_calamine as calamine

from audit.refusal import Refused
from spreadsheets import sniffing, unpacking
from spreadsheets.markup import Scan, letters

MOST_CELLS = 4_000_000
# What a sheet of names unpacks to stays off the disk.
IN_MEMORY = 32 * 1024 * 1024
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Worksheet:
    name: str
    is_hidden: bool
    scan: Scan
    _book: calamine.CalamineWorkbook

    def rows(self) -> list[list[Any]]:
        """All rows from the first one on, in the reader's own types. Raises Refused."""
        if self.scan.last_row * self.scan.last_column > MOST_CELLS:
            raise Refused(
                f"工作表“{self.name}”一直到第{self.scan.last_row}行、{letters(self.scan.last_column)}列"
                "都有内容，请删掉表格以外的内容再传。"
            )
        with _reading():
            return self._book.get_sheet_by_name(self.name).to_python(skip_empty_area=False)


@contextmanager
def opened(file: IO[bytes]) -> Iterator[list[Worksheet]]:
    """The worksheets in their order, hidden ones too. Raises Refused."""
    sniffing.check(file)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as sound:
        scans = unpacking.unpack(file, sound)
        parts = _parts(sound)
        sound.seek(0)
        with _reading():
            book = calamine.CalamineWorkbook.from_filelike(sound)
        with book:
            yield [
                Worksheet(sheet.name, sheet.visible != calamine.SheetVisibleEnum.Visible,
                          scans[parts[sheet.name]], book)
                for sheet in book.sheets_metadata
                if parts.get(sheet.name) in scans
            ]  # fmt: skip


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise Refused(unpacking.BROKEN) from error
    except BaseException as error:
        # The reader's panics are no ordinary exceptions, so that nobody catches them by chance.
        if type(error).__name__ == "PanicException":
            raise Refused(unpacking.BROKEN) from error
        raise


def _parts(sound: IO[bytes]) -> dict[str, str]:
    """Name of each sheet -> its part in the archive."""
    try:
        with zipfile.ZipFile(sound) as archive:
            # Our own copy: parts with a DTD were refused while it was written.
            book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
            links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (KeyError, ET.ParseError) as error:
        raise Refused(unpacking.BROKEN) from error
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheets = [node for node in book.iter() if node.tag.endswith("}sheet")]
    return {node.get("name", ""): _part(targets.get(node.get(_ID), "")) for node in sheets}


def _part(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
