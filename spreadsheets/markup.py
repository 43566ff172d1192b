"""A workbook's XML, read as it streams by for what a reader of values does not tell: formulas,
merged and hidden cells, error values, how far the sheet reaches, and what has no business there.
"""

import re
from dataclasses import dataclass, field

from audit.refusal import Refused

MOST_ROWS = 20_000
# Above the table there may be a title; below it nothing but rows.
ABOVE = 20
MOST_COLUMNS = 200
_TAG = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(row|c|f|mergeCell)(?=[\s/>])([^<>]*)>")
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_REF = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_ROW = re.compile(rb"""\sr\s*=\s*["'](\d{1,7})["']""")
_RANGE = re.compile(rb"""\sref\s*=\s*["']([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?["']""")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_SPREAD = re.compile(rb"""\st\s*=\s*["'](?:array|dataTable)["']""")
ODD = "这个文件不是Excel或WPS存的样子，请用它们打开，另存一份再传。"


@dataclass
class Scan:
    """Feed it the bytes of one part, then close it. Rows and columns count from 1."""

    is_sheet: bool
    # row -> columns
    formulas: dict[int, set[int]] = field(default_factory=dict)
    errors: dict[int, set[int]] = field(default_factory=dict)
    # (first row, first column, last row, last column)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    last_row: int = 0
    last_column: int = 0
    _rest: bytes = b""
    _begun: bool = False
    _row: int = 0
    _here: tuple[int, int] = (0, 0)
    _rows: int = 0
    _counted: int = 0

    def feed(self, piece: bytes) -> None:
        """Raises Refused for what must not stand in a workbook."""
        buffer = self._rest + piece
        if not self._begun and buffer:
            self._begun = True
            # Two bytes a character would pass by all that is looked for.
            if buffer[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in buffer[:64]:
                raise Refused(ODD)
        if _FORBIDDEN.search(buffer):
            raise Refused("文件里有外部引用一类的内容，为了安全不能收。请用模板重新填一份。")
        cut = buffer.rfind(b"<")
        self._rest = buffer[cut:] if cut >= 0 else buffer[-16:]
        if len(self._rest) > 1024 * 1024:
            self._rest = self._rest[-16:]
        if self.is_sheet:
            self._read(buffer[:cut] if cut >= 0 else buffer)

    def close(self) -> None:
        if self.is_sheet:
            self._read(self._rest)

    def _read(self, buffer: bytes) -> None:
        for found in _TAG.finditer(buffer):
            name, rest = found.groups()
            if name == b"c":
                self._cell(rest)
            elif name == b"row":
                self._row_begins(rest)
            elif name == b"f":
                self._formula(rest)
            else:
                self._merge(rest)

    def _row_begins(self, rest: bytes) -> None:
        found = _ROW.search(rest)
        self._row = int(found.group(1)) if found else self._row + 1
        if _HIDDEN.search(rest):
            self.hidden_rows.add(self._row)

    def _cell(self, rest: bytes) -> None:
        if rest.endswith(b"/"):
            return
        found = _REF.search(rest)
        if not found:
            raise Refused(ODD)
        column, row = _column(found.group(1)), int(found.group(2))
        self._here = (row, column)
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
        if row != self._counted:
            self._counted, self._rows = row, self._rows + 1
            self._check_reach()
        if _ERROR.search(rest):
            self.errors.setdefault(row, set()).add(column)

    def _check_reach(self) -> None:
        """Before a reader makes room for every cell between the first and the last one."""
        if self._rows > MOST_ROWS + ABOVE:
            raise Refused(f"一次最多导入{MOST_ROWS:,}行，请分成几份再传。")

    def _formula(self, rest: bytes) -> None:
        row, column = self._here
        reach = _RANGE.search(rest) if _SPREAD.search(rest) else None
        if reach:
            raise Refused(f"第{row}行有数组公式，请复制整张表，选择性粘贴为“数值”再传。")
        self.formulas.setdefault(row, set()).add(column)

    def _merge(self, rest: bytes) -> None:
        found = _RANGE.search(rest)
        if found and found.group(3):
            left, top, right, bottom = found.groups()
            self.merged.append((int(top), _column(left), int(bottom), _column(right)))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def letters(column: int) -> str:
    """3 is C, as the heads of the columns say."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
