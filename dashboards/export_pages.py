"""Every page of 看全局 whose tables can be taken out, by the last part of its address."""

from dashboards.taking import Page

PAGES: tuple[Page, ...] = ()


def by_name() -> dict[str, Page]:
    return {page.name: page for page in PAGES}
