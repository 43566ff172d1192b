import unicodedata

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from membership.demo.accounts import demo_accounts
from organizations.models import Organization

COLUMNS = {
    "name": "姓名",
    "username": "账号",
    "password": "密码",
    "role": "岗位或状态",
    "where": "单位",
}


class Command(BaseCommand):
    help = "Before the servers start: migrations, static files and, in an empty demo, the city."

    def handle(self, **options):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not settings.DEMO:
            return
        if not Organization.objects.exists():
            self.stdout.write("第一次启动，正在建演示城市……")
            self.stdout.flush()
            call_command("load_demo", stdout=self.stdout)
        self.stdout.write(f"\n演示账号\n{table(demo_accounts())}\n")


def table(rows: list[dict[str, str]]) -> str:
    """Aligned columns; a Chinese character is two wide."""
    lines = [COLUMNS, *rows]
    widths = {key: max(width(line[key]) for line in lines) for key in COLUMNS}
    return "\n".join(
        "  ".join(line[key] + " " * (widths[key] - width(line[key])) for key in COLUMNS).rstrip()
        for line in lines
    )


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
