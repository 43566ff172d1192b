"""What the overview says of 1+1."""

import datetime

from dashboards import households, period
from dashboards.households import address, files_address
from dashboards.scope import Scope
from dashboards.shares import Share
from dashboards.tiles import Fact, Tile


def tile(scope: Scope, today: datetime.date) -> Tile:
    cover = households.cover_of(scope, today)
    share = Share(cover.contacted, cover.paired)
    contacts = households.ContactDays.read(scope, period.last_days(today))
    overdue = address("assistance:needs", scope, age="overdue")
    facts = (
        Fact("该联系没联系", f"{cover.silent:,}户", address("assistance:silent", scope), "late"),
        Fact("还没有结对", f"{cover.unpaired:,}户", files_address(scope, "unpaired"), "late"),
        Fact(
            "等着交接", f"{cover.hand_overs:,}户", address("assistance:hand-overs", scope), "wait"
        ),
        Fact("超过5天的需要", f"{cover.old_needs:,}件", overdue, "wait"),
    )
    numbers = (cover.silent, cover.unpaired, cover.hand_overs, cover.old_needs)
    return Tile(
        name="households",
        title="每一户都有人联系吗",
        value=str(share.percent) if cover.paired else "0",
        unit="%" if cover.paired else "户",
        under=f"按时联系过{cover.contacted:,}户，已结对{cover.paired:,}户"
        if cover.paired
        else "已结对",
        url=address("dashboards:households", scope),
        rows_url=files_address(scope, "contacted"),
        facts=[
            fact if number else Fact(fact.label, fact.value, fact.url)
            for fact, number in zip(facts, numbers, strict=True)
        ],
        trend=contacts.trend,
        alarm=f"{cover.silent:,}户该联系没联系" if cover.silent else "",
    )
