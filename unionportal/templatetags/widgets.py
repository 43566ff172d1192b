"""Draw a form control tied to its hint and its error, in Bootstrap's classes."""

from functools import lru_cache

from django import forms, template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

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
def fields(form, *names: str) -> SafeString:
    """These fields of a form (all visible ones), one below the other; none is called optional."""
    if form.is_bound or form.initial:
        return _draw(form, names)
    kind: type[forms.Form] = type(form)
    return _blank(kind, names)


@lru_cache(maxsize=32)
def _blank(form_class: type[forms.Form], names: tuple[str, ...]) -> SafeString:
    """A form nobody has filled in looks the same for everybody: drawn once."""
    return _draw(form_class(), names)


def _draw(form, names: tuple[str, ...]) -> SafeString:
    shown = [form[name] for name in names] or form.visible_fields()
    drawn = [
        render_to_string("components/field.html", {"field": field, "hide_optional": True})
        for field in shown
    ]
    return mark_safe("".join(drawn))  # noqa: S308 - drawn by templates that escape


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
