from django import template

from dashboards import navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def dashboard_tabs(context) -> list[dict]:
    request = context["request"]
    # A sheet of a page stands under the page's own tab, as in the rail.
    view = getattr(request, "shown_as", request.resolver_match.view_name)
    return navigation.tabs(request, view)
