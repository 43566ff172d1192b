"""Production refuses to start half-configured, and says everything that is missing at once."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from accounts.models import Kind, User
from tests import processes
from unionportal import checks, refusals

ROOT = Path(__file__).parents[2]
KEY = base64.b64encode(bytes(range(32))).decode()
PROPER = {
    "PRODUCTION": True,
    "DEMO": False,
    "DEBUG": False,
    "SECRET_KEY": "q" * 64,
    "IDENTITY_KEYS": {"2026": KEY},
    "FINGERPRINT_KEY": KEY,
    "ALLOWED_HOSTS": ["join.example.cn"],
    "DATABASE_URL": "postgresql://db/portal",
    "REDIS_URL": "redis://redis/0",
    "SMS_GATEWAY": "aliyun",
    "ALIYUN_SMS": {
        "endpoint": "https://sms.example.cn", "access_key_id": "id", "access_key_secret": "secret",
        "sign_name": "sign", "templates": {"accounts.code": "SMS_1"},
    },
}  # fmt: skip
ENVIRONMENT = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": base64.b64encode(bytes(range(48))).decode(),
    "IDENTITY_KEYS": f"2026:{KEY}",
    "FINGERPRINT_KEY": KEY,
    "ALLOWED_HOSTS": "join.example.cn",
    "SITE_URL": "https://join.example.cn",
    "SMS_GATEWAY": "aliyun",
    "ALIYUN_ACCESS_KEY_ID": "id",
    "ALIYUN_ACCESS_KEY_SECRET": "secret",
    "ALIYUN_SMS_SIGN_NAME": "sign",
    "ALIYUN_SMS_TEMPLATES": "accounts.code:SMS_1",
}


@pytest.fixture
def production():
    with override_settings(**PROPER):
        yield


def python(*arguments, **variables):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "unionportal.settings"} | variables
    # In a fresh checkout nothing has been collected yet: no matter here.
    quiet = ["-W", "ignore:No directory at:UserWarning"]
    return subprocess.run(
        [sys.executable, *quiet, *arguments], cwd=ROOT, env=environment,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_the_demo_has_nothing_to_refuse():
    assert refusals.refusals() == []


def test_a_proper_production_has_nothing_to_refuse(production):
    assert checks.production_settings(None) == []


@pytest.mark.parametrize(
    ("setting", "value", "error_id", "variable"),
    [
        ("SECRET_KEY", "", "E001", "SECRET_KEY"),
        ("SECRET_KEY", "short", "E001", "SECRET_KEY"),
        ("IDENTITY_KEYS", {}, "E002", "IDENTITY_KEYS"),
        ("IDENTITY_KEYS", {"a": "not base64"}, "E002", "IDENTITY_KEYS"),
        ("FINGERPRINT_KEY", "", "E003", "FINGERPRINT_KEY"),
        ("ALLOWED_HOSTS", [], "E004", "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", ["*"], "E004", "ALLOWED_HOSTS"),
        ("DATABASE_URL", "", "E005", "DATABASE_URL"),
        ("REDIS_URL", "", "E006", "REDIS_URL"),
        ("SMS_GATEWAY", "", "E007", "SMS_GATEWAY"),
        ("SMS_GATEWAY", "outbox", "E007", "SMS_GATEWAY"),
        ("DEBUG", True, "E009", "DEBUG"),
    ],
)
def test_each_gap_is_named(production, setting, value, error_id, variable):
    with override_settings(**{setting: value}):
        assert [error.id for error in checks.production_settings(None)] == [
            f"unionportal.{error_id}"
        ]
        with pytest.raises(ImproperlyConfigured, match=variable):
            refusals.refuse_unsafe_settings()


@pytest.mark.parametrize("name", ["SECRET_KEY", "IDENTITY_KEYS", "FINGERPRINT_KEY"])
def test_a_demo_key_is_refused(production, settings, name):
    demo = getattr(settings, f"DEMO_{name}")
    with override_settings(**{name: demo}):
        assert [refusal.variable for refusal in refusals.refusals()] == [name]


def test_a_gateway_without_its_keys_is_named_key_by_key(production):
    empty = dict.fromkeys(PROPER["ALIYUN_SMS"], "")
    with override_settings(ALIYUN_SMS=empty):
        assert [refusal.variable for refusal in refusals.refusals()] == [
            "ALIYUN_ACCESS_KEY_ID", "ALIYUN_ACCESS_KEY_SECRET",
            "ALIYUN_SMS_SIGN_NAME", "ALIYUN_SMS_TEMPLATES",
        ]  # fmt: skip


def test_two_database_drivers_are_one_too_many(monkeypatch):
    assert checks.one_driver(None) == []
    monkeypatch.setattr(checks, "find_spec", lambda name: object())
    assert [error.id for error in checks.one_driver(None)] == ["unionportal.E010"]


def test_demo_accounts_are_refused_in_production_only(db, production):
    assert checks.demo_accounts(None, databases=["default"]) == []
    refusals.refuse_demo_accounts()
    User.objects.create(kind=Kind.WORKER, phone="19900000001", is_demo=True)
    assert [error.id for error in checks.demo_accounts(None, databases=["default"])] == [
        "unionportal.E011"
    ]
    with pytest.raises(ImproperlyConfigured, match="1 demo accounts"):
        refusals.refuse_demo_accounts()
    with override_settings(PRODUCTION=False):
        refusals.refuse_demo_accounts()
        assert checks.demo_accounts(None, databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_check_deploy_is_clean_in_a_proper_production():
    done = python(
        "manage.py", "check", "--deploy", "--fail-level", "INFO", "--database", "default",
        **processes.environment() | ENVIRONMENT,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


@pytest.mark.parametrize("entry", ["import unionportal.wsgi", "from unionportal.celery import refuse_unsafe_start as r; r()"])  # fmt: skip
def test_a_production_without_anything_names_everything(entry):
    missing = ("SECRET_KEY", "IDENTITY_KEYS", "FINGERPRINT_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "SMS_GATEWAY")  # fmt: skip
    done = python("-c", entry, PORTAL_MODE="production", **dict.fromkeys(missing, ""))
    assert done.returncode != 0
    assert [name for name in missing if f"- {name}:" not in done.stderr] == []


@pytest.mark.django_db(transaction=True)
def test_the_web_server_refuses_demo_accounts():
    environment = processes.environment() | ENVIRONMENT
    assert python("-c", "import unionportal.wsgi", **environment).stderr == ""
    User.objects.create(kind=Kind.WORKER, phone="19900000001", is_demo=True)
    assert "demo accounts" in python("-c", "import unionportal.wsgi", **environment).stderr
