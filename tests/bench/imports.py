"""How long a sheet of activities takes from upload to imported, and back:

    python -m tests.scratch sheets -- python -m tests.bench.imports [--rows 10000]

The file is taken in, looked at and imported by the code of the worker, on a demo city of its own.
"""

import argparse
import datetime
import resource
import time
import uuid
from collections.abc import Callable

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402 - needs the set-up
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from campaigns import planning, tallies  # noqa: E402
from campaigns.imports import ACTIVITIES  # noqa: E402
from campaigns.models import Campaign  # noqa: E402
from campaigns.variants import variants  # noqa: E402
from funds import proof  # noqa: E402
from funds import services as funds  # noqa: E402
from organizations.models import Organization  # noqa: E402
from spreadsheets import deciding, running, uploading  # noqa: E402
from spreadsheets.models import Import  # noqa: E402
from tests.campaigns.importing import HEADS  # noqa: E402
from tests.spreadsheets.making import a_book  # noqa: E402


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=10_000)
    rows = options.parse_args().rows
    call_command("migrate", verbosity=0)
    call_command("load_demo", members=300)
    campaign, officer = a_month()
    content = timed("写出表格", lambda: a_book([HEADS, *lines(campaign, rows)]))
    begun = time.perf_counter()
    job = timed("上传", lambda: take_in(campaign, officer, content))
    timed("检查", lambda: running.run(Import, job.pk))
    deciding.confirm(Import.objects.get(pk=job.pk), actor=officer)
    timed("导入", lambda: running.run(Import, job.pk))
    done = Import.objects.get(pk=job.pk)
    print(f"{done.done}行，从上传到导入完{time.perf_counter() - begun:.1f}秒，{done.bad}行有问题")
    deciding.undo(done, actor=officer)
    timed("撤销", lambda: running.run(Import, job.pk))
    differences = tallies.recount(write=False) + proof.recount(write=False)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"内存最多{peak}MB；统计和资金核对，{len(differences)}处不一致")


def timed(name: str, act: Callable):
    begun = time.perf_counter()
    found = act()
    print(f"{name}：{time.perf_counter() - begun:.1f}秒")
    return found


def a_month() -> tuple[Campaign, User]:
    """A running month with money, and the officer of its first district."""
    root = Organization.objects.get(parent=None)
    city = User.objects.get(username="campaign")
    today = timezone.localdate()
    month = planning.open_campaign(
        title="量一量", organization=root, actor=city, variant=variants()["tianjin"],
        starts_on=today - datetime.timedelta(days=20), ends_on=today,
    )  # fmt: skip
    planning.move(month, "start", actor=city)
    month = Campaign.objects.get(pk=month.pk)
    month.fund = funds.open_fund(
        name="量一量", organization=root, amount_fen=100_000_00, actor=city
    )
    month.save(update_fields=["fund"])
    officer = User.objects.get(username="ganzhou-campaign")
    union = officer.posts.get().organization
    funds.allocate(month.fund, organization=union, amount_fen=100_000_00, actor=city)
    return month, officer


def lines(campaign: Campaign, rows: int) -> list[list]:
    """Half of them with money, each with two items and two kinds of goods."""
    items = [item.name for item in campaign.items.all()]
    return [
        [
            campaign.ends_on - datetime.timedelta(days=number % 20), "甘州区总工会",
            f"{items[number % 10]}、{items[(number + 3) % 10]}", "物资发放", f"第{number}号站点",
            "网约送餐员", "美团", number % 60 + 1, 1.25 if number % 2 else "", "矿泉水、毛巾",
            "100瓶、50条", "一家公司", "备注",
        ]
        for number in range(rows)
    ]  # fmt: skip


def take_in(campaign: Campaign, officer: User, content: bytes) -> Import:
    return uploading.take_in(
        kind=ACTIVITIES, organization=officer.posts.get().organization,
        context={"campaign": str(campaign.pk)}, client_id=uuid.uuid4(), actor=officer,
        upload=SimpleUploadedFile("量一量.xlsx", content),
    )  # fmt: skip


if __name__ == "__main__":
    main()
