from django import template

from assistance import navigation
from assistance.models.file import STEWARDS
from organizations.posts import holds_any

register = template.Library()


@register.simple_tag(takes_context=True)
def assistance_tabs(context) -> list[dict]:
    """The tabs over the pages of 帮扶, the one of this page marked."""
    request = context["request"]
    match = request.resolver_match
    return navigation.tabs(request.user, match.view_name if match else "")


@register.simple_tag(takes_context=True)
def is_steward(context) -> bool:
    """Whether the reader keeps files somewhere: they set the money aside."""
    return holds_any(context["request"].user, STEWARDS)
