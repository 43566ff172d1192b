from django import template

from assistance import navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def assistance_tabs(context) -> list[dict]:
    """The tabs over the pages of 帮扶, the one of this page marked."""
    request = context["request"]
    match = request.resolver_match
    return navigation.tabs(request.user, match.view_name if match else "")
