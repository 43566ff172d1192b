"""Staff who can be tried out. Never present in production (unionportal/checks.py refuses them)."""

from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Kind, User
from organizations.models import Organization, Post, Role

PASSWORD = "zhangye-yanshi-2026"

# username, name, union, roles
STAFF = (
    ("admin", "冯演示", "张掖市总工会", (Role.ADMINISTRATOR,)),
    ("auditor", "卫演示", "张掖市总工会", (Role.AUDITOR,)),
    ("campaign", "严演示", "张掖市总工会", (Role.CAMPAIGN_OFFICER,)),
    ("ganzhou-campaign", "华演示", "甘州区总工会", (Role.CAMPAIGN_OFFICER,)),
    ("minle-campaign", "金演示", "民乐县总工会", (Role.CAMPAIGN_OFFICER,)),
    ("cadre", "褚演示", "甘州区总工会", (Role.CADRE,)),
    ("ganzhou", "陈演示", "甘州区总工会", (Role.REVIEWER,)),
    ("ganzhou2", "周演示", "甘州区总工会", (Role.REVIEWER,)),
    ("ganzhou-admin", "何演示", "甘州区总工会", (Role.ADMINISTRATOR, Role.REVIEWER)),
    ("sunan", "安演示", "肃南裕固族自治县总工会", (Role.REVIEWER, Role.ADMINISTRATOR)),
    ("minle", "郑演示", "民乐县总工会", (Role.REVIEWER, Role.ADMINISTRATOR)),
    ("linze", "吴演示", "临泽县总工会", (Role.REVIEWER, Role.ADMINISTRATOR)),
    ("gaotai", "孙演示", "高台县总工会", (Role.REVIEWER, Role.ADMINISTRATOR)),
    ("shandan", "钱演示", "山丹县总工会", (Role.REVIEWER, Role.ADMINISTRATOR)),
)

# phone, what one sees when signing in with it
WORKERS = (
    ("19900000001", "会员，有会员卡"),
    ("19900000002", "申请正在审核"),
    ("19900000003", "申请被退回，等补正"),
    ("19900000009", "还没有申请过"),
)


def demo_accounts() -> list[dict[str, str]]:
    """Rows for the table that `make run` prints: name, username, password, role, where."""
    staff = [
        {
            "name": name,
            "username": username,
            "password": PASSWORD,
            "role": "、".join(role.label for role in roles),
            "where": union,
        }
        for username, name, union, roles in STAFF
    ]
    workers = [
        {
            "name": "职工",
            "username": phone,
            "password": "短信验证码",
            "role": state,
            "where": "手机",
        }
        for phone, state in WORKERS
    ]
    return staff + workers


def load(since) -> dict[str, User]:
    """Create the staff with their posts and second factors; returns them by username."""
    unions = {union.name: union for union in Organization.objects.filter(kind="federation")}
    made = {}
    for username, name, union, roles in STAFF:
        user = User(kind=Kind.STAFF, username=username, name=name, is_demo=True)
        user.set_password(PASSWORD)
        user.save()
        # Deterministic, so that an authenticator app set up once works after a reload.
        key = f"{username:_<20}".encode().hex()
        # Tolerant: who tries the demo signs in and out faster than codes change.
        TOTPDevice.objects.create(user=user, name="演示", confirmed=True, key=key, tolerance=5)
        for role in roles:
            Post.objects.create(user=user, organization=unions[union], role=role, since=since)
        made[username] = user
    return made
