"""How the desk's forms are laid out, said in the form itself and drawn by crispy."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout


def laid_out(*rows, hide_optional: bool = False) -> FormHelper:
    """A name is a row; two names stand side by side; crispy's own objects stay as they are.

    The template holds the form tag, its token and its button. `hide_optional`: what may be left
    empty is not said at each field, because a choice above decides it.
    """
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.hide_optional = hide_optional
    helper.layout = Layout(*(_row(row) for row in rows))
    return helper


def _row(row):
    return Div(*row, css_class="pair") if isinstance(row, tuple) else row


def part(template: str) -> HTML:
    """A fragment between two rows."""
    return HTML(f'{{% include "{template}" %}}')
