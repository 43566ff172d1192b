"""`{% trend tile.trend %}`, `{% bars chart %}`, `{% columns chart %}`, `{% steps steps label="…" %}`."""

from collections.abc import Sequence

from django import template

from dashboards import charts, shown_widely
from dashboards.charts import Bars, Step
from dashboards.tiles import Trend

register = template.Library()

# A column's name needs so much room: of many only every second, third … is written.
COLUMN_WIDTH, COLUMN_HEIGHT = 960, 160
MOST_NAMES = 12


@register.inclusion_tag("dashboards/_trend.html")
def trend(given: Trend, table: bool = True) -> dict:
    """Thirty days as small columns, today marked; `table`: the numbers of each day below."""
    bars = charts.days(given)
    return {
        "trend": given,
        "pieces": charts.upright(bars, charts.WIDTH, charts.HEIGHT),
        "width": charts.WIDTH,
        "height": charts.HEIGHT,
        "first": bars[0] if bars else None,
        "today": bars[-1] if bars else None,
        "highest": charts.highest(bars),
        "days": bars[::-1] if table else [],
    }


@register.inclusion_tag("dashboards/_spark.html")
def spark(given: Trend) -> dict:
    """The same shapes for a room: what they add up to, no day's number."""
    return {
        "trend": given,
        "sum": shown_widely.total(given),
        "pieces": charts.upright(charts.days(given), charts.WIDTH, charts.HEIGHT),
        "width": charts.WIDTH,
        "height": charts.HEIGHT,
    }


@register.inclusion_tag("dashboards/_bars.html")
def bars(chart: Bars) -> dict:
    """Categories under each other, each with its number: chart and table in one."""
    return {"chart": chart, "rows": charts.lying(chart.bars, chart.most), "width": charts.WIDTH}


@register.inclusion_tag("dashboards/_columns.html")
def columns(chart: Bars, table: bool = True) -> dict:
    """Hours or months side by side, each number above its column; `table`: the same below."""
    step = -(-len(chart.bars) // MOST_NAMES) or 1
    pieces = charts.upright(chart.bars, COLUMN_WIDTH, COLUMN_HEIGHT)
    return {
        "chart": chart,
        "pieces": [(piece, nth % step == 0) for nth, piece in enumerate(pieces)],
        "width": COLUMN_WIDTH,
        "height": COLUMN_HEIGHT,
        "table": table,
    }


@register.inclusion_tag("dashboards/_steps.html")
def steps(given: Sequence[Step], label: str, unit: str) -> dict:
    """Steps that follow each other, with how many of each go on to the next."""
    return {"rows": charts.of_before(given), "label": label, "unit": unit, "width": charts.WIDTH}
