from django import template

from dashboards import navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def dashboard_tabs(context) -> list[dict]:
    request = context["request"]
    return navigation.tabs(request, request.resolver_match.view_name)
