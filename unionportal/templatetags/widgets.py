"""Draw a form control tied to its hint and its error, in Bootstrap's classes."""

from django import forms, template

register = template.Library()

_SELECTS = (forms.Select, forms.SelectMultiple)
_PLAIN = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.simple_tag
def control(field, list: str = ""):  # noqa: A002 - the attribute's own name
    """The widget with class, aria-describedby, aria-invalid and an optional datalist."""
    attributes = {}
    widget = field.field.widget
    if not isinstance(widget, _PLAIN):
        kind = "form-select" if isinstance(widget, _SELECTS) else "form-control"
        attributes["class"] = f"{kind} is-invalid" if field.errors else kind
    told = []
    if field.help_text:
        told.append(f"{field.auto_id}_hint")
    if field.errors:
        told.append(f"{field.auto_id}_error")
        attributes["aria-invalid"] = "true"
    if told:
        attributes["aria-describedby"] = " ".join(told)
    if list:
        attributes["list"] = list
    return field.as_widget(attrs=attributes)
