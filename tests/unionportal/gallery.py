"""Every component in every state, on both shells: a urlconf for tests only."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone

from unionportal import urls
from unionportal.templatetags.icons import ICONS

DISTRICTS = [("", "请选择"), ("1", "肃南裕固族自治县"), ("2", "甘州区")]
TRADES = [("food", "网约送餐员"), ("parcel", "快递员"), ("driver", "网约车司机")]


class Samples(forms.Form):
    """One field of each kind; an empty POST shows each with its error."""

    name = forms.CharField(label="姓名", help_text="和证件上一样")
    district = forms.ChoiceField(label="工作区县", choices=DISTRICTS)
    day = forms.DateField(label="哪一天", widget=forms.DateInput(attrs={"type": "date"}))
    at = forms.TimeField(label="几点", widget=forms.TimeInput(attrs={"type": "time"}))
    trade = forms.ChoiceField(label="从业类别", choices=TRADES, widget=forms.RadioSelect)
    wants = forms.MultipleChoiceField(
        label="请补这几样", choices=TRADES, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 3}))
    note = forms.CharField(label="备注", required=False)
    closed = forms.CharField(label="所属城市", disabled=True, initial="张掖市", required=False)
    consent = forms.BooleanField(label="我已看过隐私说明，同意用这些信息办理入会")

    def clean(self):
        raise forms.ValidationError("这一份和刚才的重复了，请核对。")


class Photo(forms.Form):
    photo = forms.FileField(label="补充照片", error_messages={"required": "请先选一张照片。"})


PARTS = """
{% include "components/errors.html" %}
<div class="sec"><h2>状态</h2><span class="cap">颜色之外还有字和图形</span></div>
<p>{% include "components/state.html" with kind="done" icon="check" word="已通过" %}
{% include "components/state.html" with kind="wait" icon="clock" word="待审核" %}
{% include "components/state.html" with kind="late" icon="warn" word="超时" n=3 %}
{% include "components/state.html" with kind="calm" icon="pause" word="暂停" %}</p>
<div class="sec"><h2>提示</h2></div>
<div class="notice wait">{% icon "offline" %}<span>现在没有网络，先存在这台手机上。</span></div>
<div class="notice calm">{% icon "shield" %}<span>审核期间不会通知您的平台或单位。</span></div>
<div class="sec"><h2>经过</h2></div>
{% include "components/timeline.html" %}
<div class="sec"><h2>证件号码</h2></div>
<section class="card-p">{% include "components/masked.html" with masked="6299**********1230" url="/" form=form %}</section>
<div class="sec"><h2>表单</h2></div>
<form method="post" class="card-p narrow" novalidate data-once>{% csrf_token %}
{% for field in form %}{% include "components/field.html" %}{% endfor %}
{% include "components/upload.html" with field=photo.photo %}
<p class="saved">{% icon "check" %}已自动保存，断网、关掉都不会丢</p>
<button class="btn btn-primary mt-3" type="submit">提交</button>
<button class="btn btn-quiet mt-3" type="submit" data-confirm="确定撤回这份申请吗？">撤回</button>
<button class="btn btn-quiet mt-3" type="button" disabled>不能按</button>
</form>
<div class="sec"><h2>没有内容</h2></div>
<section class="card-p">{% include "components/empty.html" with icon="inbox" text="还没有申请。" hint="提交以后会在这里。" url="/" action="去看看" %}</section>
<div class="sec"><h2>翻页</h2></div>
{% include "components/pager.html" %}
<div class="sec"><h2>图标</h2></div>
<p>{% for name in icons %}{% icon name %} {% endfor %}</p>
"""
STATS = """
<div class="sec"><h2>数字</h2></div>
<section class="card-p stats">{% include "components/stat.html" with label="等答复" value=25 %}
{% include "components/stat.html" with label="已超时" value=1 kind="late" %}
{% include "components/stat.html" with label="按时" value=39 kind="done" %}</section>
"""
PHONE = (
    '{% extends "base_phone.html" %}{% block title %}样子{% endblock %}'
    '{% block heading %}我要入会{% endblock %}{% block back %}{% url "home" %}{% endblock %}'
    "{% block content %}" + PARTS + "{% endblock %}"
)
STEP = (
    '{% extends "base_phone.html" %}{% block title %}一步{% endblock %}'
    "{% block heading %}一个名字特别长的页面标题要能换行{% endblock %}"
    "{% block content %}<p>正文</p>{% endblock %}"
    '{% block foot %}<a class="btn btn-quiet px-4" href="/">上一步</a>'
    '<button class="btn btn-primary btn-big" type="button">下一步</button>{% endblock %}'
)
DESK = (
    '{% extends "base_desk.html" %}{% block title %}样子{% endblock %}'
    "{% block heading %}样子{% endblock %}{% block lede %}每样零件都在{% endblock %}"
    '{% block actions %}<button class="btn btn-primary btn-desk" type="button">登记</button>{% endblock %}'
    "{% block content %}" + STATS + PARTS + "{% endblock %}"
)

TIMELINE = [
    {"title": "已收到您的申请", "at": timezone.now(), "lines": ["李示例"], "state": "done"},
    {"title": "请您补正", "lines": ["等您回来"], "state": "hold"},
    {"title": "工作人员正在看", "lines": ["甘州区快递外卖行业工会联合会"], "state": "now"},
    {"title": "短信答复您", "lines": ["通过后，会员卡就在“我的”里"], "state": "todo"},
]


def page(source: str):
    def view(request):
        given = request.POST or None
        context = {
            "form": Samples(given),
            "photo": Photo(given),
            "timeline": TIMELINE,
            "page": {"before": "b", "after": "a"},
            "icons": sorted(ICONS),
            "tab": "join",
        }
        if "said" in request.GET:
            messages.success(request, "已改好通过后加入的工会。")
            messages.error(request, "这件刚由陈演示答复，没有重复办理。")
        return HttpResponse(engines["django"].from_string(source).render(context, request))

    return view


def forbidden(request):
    raise PermissionDenied


def malformed(request):
    raise SuspiciousOperation


def broken(request):
    raise ZeroDivisionError


urlpatterns = [
    *urls.urlpatterns,
    path("gallery/phone/", page(PHONE)),
    path("gallery/step/", page(STEP)),
    path("gallery/desk/", page(DESK)),
    path("gallery/forbidden/", forbidden),
    path("gallery/malformed/", malformed),
    path("gallery/broken/", broken),
]
handler400, handler500 = urls.handler400, urls.handler500
