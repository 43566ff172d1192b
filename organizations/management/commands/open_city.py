from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Kind, User
from audit.refusal import Refused
from organizations.opening import open_city


class Command(BaseCommand):
    help = "在空库里建立市总工会（CITY_NAME），并任命第一位管理员；其余的在工作台上办理。"

    def add_arguments(self, parser):
        parser.add_argument("username", help="已有的工作人员账号，例如用 createsuperuser 建的")

    def handle(self, *, username, **options):
        user = User.objects.filter(username=username, kind=Kind.STAFF).first()
        if user is None:
            raise CommandError(f"没有工作人员账号“{username}”，请先用 createsuperuser 建一个。")
        try:
            root = open_city(name=settings.CITY_NAME, administrator=user)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"已建立{root.name}，管理员是{user}。请在 /desk/sign-in/ 登录。")
