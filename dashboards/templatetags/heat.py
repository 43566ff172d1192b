"""`{% heat_table heat label="…" %}`: a heat table, each cell a link to its rows."""

from django import template

from dashboards import heat_cells
from dashboards.heat import Heat

register = template.Library()


@register.inclusion_tag("dashboards/_heat.html")
def heat_table(heat: Heat, label: str) -> dict:
    """`label`: what it says to who cannot see it."""
    feet = heat_cells.foot(heat) if len(heat.lines) > 1 else ()
    return {"heat": heat, "label": label, "rows": heat_cells.rows(heat), "foot": feet}
