"""Draw a form control tied to its hint and its error, in Bootstrap's classes."""

from django import forms, template

register = template.Library()

_SELECTS = (forms.Select, forms.SelectMultiple)
_PLAIN = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.simple_tag
def control(field, list: str = ""):  # noqa: A002 - the attribute's own name
    """The widget with class, aria-describedby, aria-invalid and an optional datalist."""
    attributes = {"class": _css(field)} if _css(field) else {}
    if field.errors:
        attributes["aria-invalid"] = "true"
    if told(field):
        attributes["aria-describedby"] = told(field)
    if list:
        attributes["list"] = list
    return field.as_widget(attrs=attributes)


@register.simple_tag
def told(field) -> str:
    """Ids of what explains the field: its hint and its error, for aria-describedby."""
    ids = [f"{field.auto_id}_hint"] if field.help_text else []
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    return " ".join(ids)


def _css(field) -> str:
    """Bootstrap's class beside the widget's own."""
    widget = field.field.widget
    own = widget.attrs.get("class", "")
    if isinstance(widget, _PLAIN):
        return own
    kind = "form-select" if isinstance(widget, _SELECTS) else "form-control"
    return " ".join(filter(None, [own, kind, "is-invalid" if field.errors else ""]))


@register.simple_tag
def wrong_fields(form) -> list:
    """The visible fields with an error, in the order of the page."""
    return [field for field in form.visible_fields() if field.errors]
