"""Reading a brief back: the text of its page and of its Word file."""

import io
import re
import zipfile
from xml.etree import ElementTree

from docx import Document

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"<[^>]+>")


def text_of(word: bytes) -> str:
    """Every text of the document, in order; a file that is none fails here."""
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        assert archive.testzip() is None
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    paragraphs = parts["word/document.xml"].iter(f"{_WORD}p")
    return "\n".join("".join(t.text or "" for t in each.iter(f"{_WORD}t")) for each in paragraphs)


def tables_of(word: bytes) -> list[list[list[str]]]:
    tables = Document(io.BytesIO(word)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def numbers(text: str) -> list[str]:
    return re.findall(r"\d[\d,.]*%?", text)


def article(page: str) -> str:
    """The text of the paper on the page, without what is beside it."""
    found = page[page.index("<article") : page.index("</article>")]
    found = re.sub(r'<a class="no-print[^>]*>[^<]*</a>', "", found)
    return _TAG.sub("\n", found)
