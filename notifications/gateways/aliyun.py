"""Alibaba Cloud's SMS service (dysmsapi 2017-05-25) over its signed RPC-style HTTP interface.

Signature: HMAC-SHA1 under the secret plus "&" over `GET&%2F&` and the percent-encoded query, its
parameters sorted by name. Documented under “RPC机制签名”. One request, no retry here: the caller
retries and counts.
"""

import base64
import datetime
import hashlib
import hmac
import json
import uuid
from typing import Any
from urllib.parse import quote

import httpx
from django.conf import settings

from notifications.channels.base import ChannelError
from notifications.kinds import label
from notifications.models import Message

TIMEOUT = httpx.Timeout(connect=3, read=6, write=3, pool=3)

# Codes after which another try with the same number and text cannot succeed.
PERMANENT = {
    "isv.MOBILE_NUMBER_ILLEGAL": "手机号不能接收短信",
    "isv.BLACK_KEY_CONTROL_LIMIT": "短信内容含运营商不允许的词",
    "isv.INVALID_PARAMETERS": "短信参数有误",
    "isv.TEMPLATE_MISSING_PARAMETERS": "短信模板缺少变量",
    "isv.TEMPLATE_PARAMS_ILLEGAL": "短信模板变量不合规",
    "isv.PARAM_LENGTH_LIMIT": "短信模板变量太长",
    "isv.PARAM_NOT_SUPPORT_URL": "短信模板变量不能带网址",
    "isv.SMS_TEMPLATE_ILLEGAL": "短信模板没有通过审核",
    "isv.SMS_SIGNATURE_ILLEGAL": "短信签名没有通过审核",
}
# Codes that pass by themselves or are mended by an administrator within hours.
TRANSIENT = {
    "isv.BUSINESS_LIMIT_CONTROL": "同一号码发送太密，稍后再发",
    "isv.DAY_LIMIT_CONTROL": "今天的发送量到了上限",
    "isv.OUT_OF_SERVICE": "短信服务已停机",
    "isv.AMOUNT_NOT_ENOUGH": "短信账户余额不足",
    "isp.SYSTEM_ERROR": "短信网关出错",
}


def send(phone: str, message: Message) -> None:
    """Raises ChannelError: permanent, transient, or with the answer lost."""
    account: dict[str, Any] = settings.ALIYUN_SMS
    template = account["templates"].get(message.kind)
    if not template:
        raise ChannelError(f"没有为“{label(message.kind)}”配置短信模板", permanent=True)
    query = signed(
        {
            "Action": "SendSms",
            "PhoneNumbers": phone,
            "SignName": account["sign_name"],
            "TemplateCode": template,
            "TemplateParam": json.dumps(message.params, ensure_ascii=False),
            # Comes back in their receipts: ties a receipt to our row.
            "OutId": str(message.pk),
        },
        account,
    )
    _check(_get(f"{account['endpoint']}?{query}"))


def signed(request: dict[str, str], account: dict[str, Any]) -> str:
    """The whole query string with the common parameters and the Signature."""
    now = datetime.datetime.now(datetime.UTC)
    query = canonical(
        request
        | {
            "AccessKeyId": account["access_key_id"],
            "Format": "JSON",
            "RegionId": "cn-hangzhou",
            "SignatureMethod": "HMAC-SHA1",
            "SignatureNonce": uuid.uuid4().hex,
            "SignatureVersion": "1.0",
            "Timestamp": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "Version": "2017-05-25",
        }
    )
    given = signature(query, account["access_key_secret"])
    return f"Signature={quote(given, safe='')}&{query}"


def signature(query: str, secret: str) -> str:
    text = f"GET&%2F&{quote(query, safe='')}"
    mac = hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha1)
    return base64.b64encode(mac.digest()).decode()


def canonical(parameters: dict[str, str]) -> str:
    """Sorted by name, percent-encoded by RFC 3986 (space %20, tilde kept)."""
    return "&".join(
        f"{quote(name, safe='~')}={quote(value, safe='~')}"
        for name, value in sorted(parameters.items())
    )


def _get(url: str) -> httpx.Response:
    try:
        return httpx.get(url, timeout=TIMEOUT)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise ChannelError("短信网关连不上") from error
    except httpx.TransportError as error:
        # The request was on its way: it may have been carried out.
        raise ChannelError("短信网关没有回音", answer_lost=True) from error


def _check(response: httpx.Response) -> None:
    code, text = _answer(response)
    if code == "OK":
        return
    if code in PERMANENT:
        raise ChannelError(PERMANENT[code], permanent=True)
    if code in TRANSIENT or "Throttling" in code or response.status_code >= 500:
        raise ChannelError(TRANSIENT.get(code, "短信网关忙"))
    # Unknown codes (a wrong key, a wrong signature) are worth the few tries that are left.
    raise ChannelError(f"短信网关拒收（{code or response.status_code}）{text}")


def _answer(response: httpx.Response) -> tuple[str, str]:
    try:
        answer = response.json()
        return str(answer.get("Code", "")), str(answer.get("Message", ""))[:60]
    except (ValueError, AttributeError):
        return "", ""
