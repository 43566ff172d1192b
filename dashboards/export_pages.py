"""Every page of 看全局 whose tables can be taken out, by the last part of its address."""

from dashboards import (
    export_rows,
    tables_households,
    tables_members,
    tables_months,
    tables_overview,
    tables_promise,
)
from dashboards.navigation import OFFICERS
from dashboards.taking import Page, of_tables

PAGES: tuple[Page, ...] = (
    Page(
        "overview", "总览", "dashboards:overview", of_tables(tables_overview.tables), ("figure",)
    ),
    Page("map", "地图", "dashboards:map", of_tables(tables_overview.maps), ("figure",)),
    Page("drive", "会员发展", "dashboards:drive", of_tables(tables_members.tables), ("year",)),
    Page(
        "coverage", "服务覆盖", "dashboards:coverage", of_tables(tables_months.tables),
        tables_months.FILTERS, OFFICERS,
    ),
    Page(
        "promise", "当日答复", "dashboards:promise", of_tables(tables_promise.tables),
        ("since", "until"),
    ),
    Page(
        "households", "一对一", "dashboards:households", of_tables(tables_households.tables),
        ("since", "until"),
    ),
    Page(
        "activities", "活动清单", "dashboards:activities-rows", export_rows.activities,
        export_rows.ACTIVITIES, OFFICERS,
    ),
    Page(
        "applications", "申请清单", "dashboards:applications-rows", export_rows.applications,
        export_rows.APPLICATIONS,
    ),
    Page(
        "contacts", "联系清单", "dashboards:rows-contacts", export_rows.contacts,
        export_rows.CONTACTS,
    ),
    Page(
        "messages", "消息去向", "dashboards:rows-messages", export_rows.messages,
        export_rows.MESSAGES,
    ),
)  # fmt: skip


def by_name() -> dict[str, Page]:
    return {page.name: page for page in PAGES}
