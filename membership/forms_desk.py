"""What a reviewer types."""

import datetime
import uuid

from django import forms
from django.utils import timezone

from organizations.models import Organization
from people.fields import MultilineField, PhoneField, without_number

# What is most often missing (一次告知): field -> problem, hint. Reviewers tick, and may add a line.
PROBLEMS = {
    "name": ("姓名和证件号码对不上", "对照证件，看看有没有错字"),
    "number": ("证件号码要再核对", "请对照证件，一位一位再看一遍"),
    "occupation": ("从业类别选得不对", "选您现在主要干的活"),
    "employer": ("平台或单位没写清楚", "写您接单最多的平台，或单位简称"),
    "township": ("工作的乡镇街道不对", "选您平时接单最多的地方"),
    "organization": ("选的工会不合适", "按工作地和从业类别再选一次"),
    "photo": ("想请您补一张从业照片", "比如接单页面或工牌，不方便可以不传"),
}


class DeskForm(forms.Form):
    """Several of these stand on one page: each names its controls after itself."""

    def __init__(self, *args, **options):
        options.setdefault("auto_id", f"id_{type(self).__name__.lower()}_%s")
        super().__init__(*args, **options)


class ReturnForm(DeskForm):
    """一次告知: everything missing at once."""

    fields_to_fix = forms.MultipleChoiceField(
        label="要补正的内容", required=False, choices=[(key, text) for key, (text, _) in PROBLEMS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "请从列出的内容里选。"},
    )  # fmt: skip
    other = forms.CharField(
        label="其他要补正的", required=False, max_length=100, validators=[without_number],
        error_messages={"max_length": "请写在100字以内。"},
    )  # fmt: skip

    def clean(self):
        if not self.cleaned_data.get("fields_to_fix") and not self.cleaned_data.get("other"):
            self.add_error("fields_to_fix", "请至少选一处要补正的内容。")
        return self.cleaned_data

    def items(self) -> list[dict[str, str]]:
        found = [
            {"field": key, "problem": PROBLEMS[key][0], "hint": PROBLEMS[key][1]}
            for key in self.cleaned_data["fields_to_fix"]
        ]
        if self.cleaned_data["other"]:
            found.append({"field": "", "problem": self.cleaned_data["other"], "hint": ""})
        return found


class LateForm(DeskForm):
    """The reason that every late decision needs."""

    late_reason = MultilineField(label="超时原因（申请人会看到）", required=False, max_length=200)


class RefuseForm(LateForm):
    field_order = ("reason", "late_reason")
    reason = MultilineField(
        label="不通过的理由（申请人会看到）", max_length=300,
        error_messages={"required": "请写明不通过的理由，申请人会看到。"},
    )  # fmt: skip


class DelayForm(DeskForm):
    """Why the answer is late, and when it will come instead."""

    reason = MultilineField(
        label="超时原因（申请人会看到）", max_length=200,
        error_messages={"required": "请用一句话写明原因，申请人会看到。"},
    )  # fmt: skip
    promised_at = forms.DateTimeField(
        label="新的答复时间", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"required": "请选新的答复时间。", "invalid": "时间写得不对，请重选。"},
    )  # fmt: skip

    def clean_promised_at(self):
        promised = self.cleaned_data["promised_at"]
        now = timezone.now()
        if not now < promised <= now + datetime.timedelta(days=15):
            raise forms.ValidationError("新的答复时间要在现在之后、15天以内。")
        return promised


class UnionChoiceForm(forms.Form):
    organization = forms.ModelChoiceField(
        label="通过后加入", queryset=Organization.objects.none(), empty_label=None,
        error_messages={"required": "请选一个工会。", "invalid_choice": "这个工会不在您的审批范围内。"},
    )  # fmt: skip

    def __init__(self, *args, choices, **options):
        super().__init__(*args, **options)
        self.fields["organization"].queryset = choices


class RevealForm(DeskForm):
    reason = forms.CharField(
        label="查看原因（本人会看到）", min_length=4, max_length=100, validators=[without_number],
        error_messages={
            "required": "请写明为什么要看完整号码。",
            "min_length": "请写得具体一点，至少4个字。",
            "max_length": "请写在100字以内。",
        },
    )  # fmt: skip


class ReleasePhoneForm(DeskForm):
    """A phone that now belongs to somebody else, or a member with a new one."""

    phone = PhoneField(label="本人的新手机号", required=False)
    reason = forms.CharField(
        label="原因", min_length=4, max_length=100, validators=[without_number],
        error_messages={
            "required": "请写明原因，比如“本人到窗口核对了证件”。",
            "min_length": "请写得具体一点，至少4个字。",
        },
    )  # fmt: skip


class BatchForm(forms.Form):
    """The ticked rows of the queue."""

    def chosen(self):
        return [pk for text in self.data.getlist("application") if (pk := _uuid(text))]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
