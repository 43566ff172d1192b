"""A brief as a Word file. The template lies in data/brief/ as text, one file for each part of the
package, and is put together here: it can be read and compared, and needs no program to be made.
"""

import io
import zipfile
from functools import cache
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import Environment
from markupsafe import Markup, escape

from dashboards.brief import Brief, long_day

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FOLDER = Path(__file__).parent / "data" / "brief"
PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "docProps/core.xml": "core.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/footer1.xml": "footer.xml",
}
# A whole bar; shaded spaces print everywhere and need no font.
BAR_STEPS = 40
SPACE = "\u00a0"
LONGEST_PROPERTY = 255


def document(brief: Brief) -> bytes:
    """The .docx of a brief. Nothing that stands in it is read as a template or as markup."""
    word = DocxTemplate(io.BytesIO(template()))
    environment = Environment(autoescape=True, finalize=_literal)
    context = {"brief": brief, "bar": bar, "day": long_day(brief.day)}
    word.render(context, environment, autoescape=True)
    properties = word.docx.core_properties
    properties.title = f"{brief.kicker}：{brief.title}"[:LONGEST_PROPERTY]
    properties.author = brief.unit[:LONGEST_PROPERTY]
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _literal(value):
    """Docxtpl reads {_{ as a way to write two braces, also where a person typed it."""
    if not isinstance(value, str):
        return value
    written = str(escape(value)).replace("{_", "{&#95;").replace("_}", "&#95;}")
    return Markup(written)  # noqa: S704 - escaped just now


def bar(share: int | None) -> str:
    """As many spaces as the bar is long; what is not nothing is at least one."""
    if not share:
        return ""
    return SPACE * max(1, round(share * BAR_STEPS / 100))


@cache
def template() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in PARTS.items():
            archive.writestr(name, (FOLDER / file).read_bytes())
    return out.getvalue()
