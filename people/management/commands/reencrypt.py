from django.core.management.base import BaseCommand, CommandError

from audit import services as audit
from people import crypto, sealed


class Command(BaseCommand):
    help = (
        "在 IDENTITY_KEYS 最前面加了新密钥以后，把用旧密钥加密的内容改用新密钥加密。"
        "可以随时中断、重新运行；全部换完以后才能拿掉旧密钥。"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="只统计，不改动；还有旧密钥加密的就以1退出"
        )

    def handle(self, *, check, **options):
        if not check:
            self._reseal()
        key, left = crypto.current_key_id(), 0
        for column in sealed.columns():
            count = sealed.outdated(column).count()
            self.stdout.write(f"{column}：还有{count}条不是用密钥“{key}”加密的")
            left += count
        if left:
            raise CommandError("旧密钥还不能拿掉。")
        self.stdout.write("全部内容都已用这个密钥加密，旧密钥可以拿掉了。")

    def _reseal(self) -> None:
        changed = {}
        for column in sealed.columns():
            done = sealed.reseal(column, report=self.stderr.write)
            self.stdout.write(f"{column}：换了{done.changed}条，打不开{done.unreadable}条")
            changed[str(column)] = done.changed
        if any(changed.values()):
            data = {"key": crypto.current_key_id(), "changed": changed}
            audit.record("people.reencrypted", data=data)
