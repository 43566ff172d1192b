"""The signed HTTP gateway against a real server on this machine."""

import json
import threading

import httpx
import pytest
from django.db import connection

from notifications.channels.base import ChannelError
from notifications.gateways import aliyun
from notifications.models import State
from notifications.tasks import deliver
from tests.factories import a_worker
from tests.notifications.fake_gateway import SECRET, FakeGateway

pytestmark = pytest.mark.django_db


@pytest.fixture
def gateway(settings):
    server = FakeGateway()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    settings.SMS_GATEWAY = "aliyun"
    settings.ALIYUN_SMS = {
        "endpoint": server.endpoint,
        "access_key_id": "demo-key",
        "access_key_secret": SECRET,
        "sign_name": "演示 工会",
        "templates": {"membership.approved": "SMS_123"},
    }
    yield server
    server.gone.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def message(a_message):
    params = {"union": "甘州区 快递*外卖~工会 & 联合会", "number": "620702000001"}
    return a_message(recipient=a_worker(phone="19900001234"), params=params)


def trouble(message) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        aliyun.send("19900001234", message)
    return caught.value


def test_a_signed_request_is_accepted_and_says_everything(gateway, message):
    assert deliver([str(message.pk)]) == 1
    message.refresh_from_db()
    assert (message.state, message.error) == (State.SENT, "")
    [received] = gateway.received
    changing = {name: received.pop(name) for name in ("Signature", "SignatureNonce", "Timestamp")}
    assert all(changing.values())
    assert json.loads(received.pop("TemplateParam")) == message.params
    assert received == {
        "Action": "SendSms",
        "PhoneNumbers": "19900001234",
        "SignName": "演示 工会",
        "TemplateCode": "SMS_123",
        "OutId": str(message.pk),
        "AccessKeyId": "demo-key",
        "Format": "JSON",
        "RegionId": "cn-hangzhou",
        "SignatureMethod": "HMAC-SHA1",
        "SignatureVersion": "1.0",
        "Version": "2017-05-25",
    }


def test_a_wrong_secret_is_refused_and_not_given_up_at_once(gateway, message, settings):
    settings.ALIYUN_SMS = settings.ALIYUN_SMS | {"access_key_secret": "wrong"}
    error = trouble(message)
    assert (error.permanent, error.answer_lost) == (False, False)
    assert "SignatureDoesNotMatch" in error.message


def test_no_two_requests_carry_the_same_nonce(gateway, message):
    for _ in range(3):
        aliyun.send("19900001234", message)
    assert len({received["SignatureNonce"] for received in gateway.received}) == 3


@pytest.mark.parametrize(
    ("status", "code", "permanent", "reason"),
    [
        (200, "isv.BUSINESS_LIMIT_CONTROL", False, "同一号码发送太密，稍后再发"),
        (200, "isp.SYSTEM_ERROR", False, "短信网关出错"),
        (400, "Throttling.User", False, "短信网关忙"),
        (503, "ServiceUnavailable", False, "短信网关忙"),
        (500, "", False, "短信网关忙"),
        (200, "isv.NEW", False, "短信网关拒收（isv.NEW）isv.NEW"),
        (200, "isv.MOBILE_NUMBER_ILLEGAL", True, "手机号不能接收短信"),
        (200, "isv.TEMPLATE_MISSING_PARAMETERS", True, "短信模板缺少变量"),
        (200, "isv.SMS_SIGNATURE_ILLEGAL", True, "短信签名没有通过审核"),
    ],
)
def test_each_refusal_says_whether_to_try_again(gateway, message, status, code, permanent, reason):
    gateway.answers = [(status, code)]
    error = trouble(message)
    assert (error.message, error.permanent, error.answer_lost) == (reason, permanent, False)


def test_an_error_page_instead_of_an_answer_is_tried_again(gateway, message):
    gateway.answers = ["page"]
    error = trouble(message)
    assert (error.permanent, error.message) == (False, "短信网关忙")


def test_a_silent_gateway_may_have_sent_it_and_that_is_counted(gateway, message, monkeypatch):
    monkeypatch.setattr(aliyun, "TIMEOUT", httpx.Timeout(connect=3, read=0.3, write=3, pool=3))
    gateway.answers = ["silent", (200, "OK")]
    deliver([str(message.pk)])
    message.refresh_from_db()
    assert (message.state, message.error, message.uncertain) == (
        State.QUEUED,
        "短信网关没有回音",
        1,
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notifications_message SET next_try_at = now()")
    deliver([str(message.pk)])
    message.refresh_from_db()
    assert (message.state, message.uncertain, message.attempts) == (State.SENT, 1, 2)
    assert len(gateway.received) == 2


def test_a_gateway_that_is_not_there_has_certainly_not_sent_it(gateway, message, settings):
    settings.ALIYUN_SMS = settings.ALIYUN_SMS | {"endpoint": "http://127.0.0.1:9/"}
    error = trouble(message)
    assert (error.message, error.answer_lost) == ("短信网关连不上", False)


def test_a_kind_without_an_approved_template_fails_with_its_name(gateway, a_message):
    message = a_message(kind="membership.delayed")
    deliver([str(message.pk)])
    message.refresh_from_db()
    assert (message.state, message.error) == (
        State.FAILED,
        "没有为“入会答复推迟”配置短信模板",
    )
    assert gateway.received == []


def test_the_published_example_of_the_provider_has_the_published_signature(settings):
    """The worked example of the provider's own description of this signature."""
    query = aliyun.canonical(
        {
            "AccessKeyId": "testid",
            "Action": "DescribeRegions",
            "Format": "XML",
            "SignatureMethod": "HMAC-SHA1",
            "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
            "SignatureVersion": "1.0",
            "Timestamp": "2016-02-23T12:46:24Z",
            "Version": "2014-05-26",
        }
    )
    assert aliyun.signature(query, "testsecret") == "OLeaidS1JvxuMvnyHOwuJ+uX5qY="
