"""`{% trend tile.trend %}`, `{% bars chart %}`, `{% columns chart %}`, `{% steps steps label="…" %}`."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from dashboards import charts, shown_widely
from dashboards.charts import Bar, Bars, Step
from dashboards.tiles import Trend

register = template.Library()

# Above so many columns the drawing is wide, and scrolls in a narrow card.
FEW_COLUMNS = 15
NARROW, WIDE, COLUMN_HEIGHT = 640, 960, 160
# A column's name needs room: of many only every second, third … is written.
MOST_NAMES = 12


_ROW = '<tr><th scope="row">{}</th><td class="num">{:,}</td></tr>'


@register.inclusion_tag("dashboards/_trend.html")
def trend(given: Trend, table: bool = True) -> dict:
    """Thirty days as small columns, today marked; `table`: the numbers of each day below."""
    bars = charts.days(given)
    return _shapes(given, bars) | {
        "first": bars[0] if bars else None,
        "today": bars[-1] if bars else None,
        "highest": charts.highest(bars),
        "rows": _rows(bars) if table else "",
    }


@register.inclusion_tag("dashboards/_spark.html")
def spark(given: Trend) -> dict:
    """The same shapes for a room: what they add up to, no day's number."""
    return _shapes(given, charts.days(given)) | {"sum": shown_widely.total(given)}


def _shapes(given: Trend, bars: Sequence[Bar]) -> dict:
    pieces = charts.upright(bars, charts.WIDTH, charts.HEIGHT)
    return {
        "trend": given,
        "past": charts.path(pieces[:-1]),
        "now": charts.path(pieces[-1:]),
        "mark": pieces[-1] if pieces else None,
        "width": charts.WIDTH,
        "height": charts.HEIGHT,
    }


def _rows(bars: Sequence[Bar]) -> SafeString:
    """Today first. Written here: a template takes ten times as long for a hundred and fifty rows."""
    newest = (_ROW.format("今天" if bar.is_now else bar.label, bar.value) for bar in reversed(bars))
    # Dates and numbers alone: nothing to escape.
    return SafeString("".join(newest))


@register.inclusion_tag("dashboards/_bars.html")
def bars(chart: Bars) -> dict:
    """Categories under each other, each with its number: chart and table in one."""
    return {"chart": chart, "rows": charts.lying(chart.bars, chart.most), "width": charts.WIDTH}


@register.inclusion_tag("dashboards/_columns.html")
def columns(chart: Bars, table: bool = True) -> dict:
    """Hours or months side by side, each number above its column; `table`: the same below."""
    step = -(-len(chart.bars) // MOST_NAMES) or 1
    is_wide = len(chart.bars) > FEW_COLUMNS
    width = WIDE if is_wide else NARROW
    pieces = charts.upright(chart.bars, width, COLUMN_HEIGHT)
    return {
        "chart": chart,
        "pieces": [(piece, nth % step == 0) for nth, piece in enumerate(pieces)],
        "width": width,
        "is_wide": is_wide,
        "height": COLUMN_HEIGHT,
        "table": table,
    }


@register.inclusion_tag("dashboards/_steps.html")
def steps(given: Sequence[Step], label: str, unit: str) -> dict:
    """Steps that follow each other, with how many of each go on to the next."""
    return {"rows": charts.of_before(given), "label": label, "unit": unit, "width": charts.WIDTH}
