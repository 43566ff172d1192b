"""What is typed on the person's own pages, and what the union answers. Input only."""

import datetime

from django import forms
from django.utils import timezone

from assistance.answering import Placed
from assistance.forms_files import TownshipField
from assistance.models import HardshipFile
from assistance.vocabulary import Cause, Group, HardshipClass
from people.fields import MultilineField, without_number

LONGEST = 300
DAY = datetime.timedelta(days=1)
WRONG_DAY = {"invalid": "请按 2026-12-05 的样子填日期。"}


def _day(label: str, **options) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    options["error_messages"] = WRONG_DAY | options.get("error_messages", {})
    return forms.DateField(label=label, widget=widget, **options)


class HelpRequestForm(forms.Form):
    cause = forms.ChoiceField(
        label="主要是什么原因", choices=Cause.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选一个主要原因。", "invalid_choice": "请选一个主要原因。"},
    )  # fmt: skip
    division = TownshipField(label="住在哪个乡镇街道")
    text = MultilineField(
        label="想说的话", max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST}),
        help_text="家里遇到了什么事，最需要什么，用自己的话写；不写证件号码",
        error_messages={"required": "请写几句家里的情况。", "max_length": "请写在300字以内。"},
    )  # fmt: skip
    agreed = forms.BooleanField(
        label="我同意工会登记我写的这些情况，用来办理帮扶；以后随时可以撤回",
        error_messages={"required": "要您同意登记，工会才能办理。"},
    )  # fmt: skip

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["division"].load()

    @property
    def given(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("cause", "division", "text")}


class QuietForm(forms.Form):
    """One of the buttons, or a day of one's own."""

    DAYS = (("7", "一周"), ("14", "两周"), ("30", "一个月"))

    days = forms.ChoiceField(choices=DAYS, required=False)
    until = _day("到哪一天", required=False)

    def clean(self):
        given = self.cleaned_data
        if given.get("days"):
            given["until"] = timezone.localdate() + int(given["days"]) * DAY
        elif not given.get("until") and "until" not in self.errors:
            self.add_error("until", "请选到哪一天。")
        return given


class AcceptForm(forms.Form):
    group = forms.ChoiceField(
        label="群体", choices=Group.choices, initial=Group.HARDSHIP,
        error_messages={"required": "请选群体。", "invalid_choice": "请选群体。"},
    )  # fmt: skip
    hardship_class = forms.ChoiceField(
        label="困难类别", choices=[("", "还没有定"), *HardshipClass.choices], required=False,
        error_messages={"invalid_choice": "请选困难类别。"},
    )  # fmt: skip
    unit_name = forms.CharField(
        label="单位", max_length=64, required=False, validators=[without_number],
        error_messages={"max_length": "写短一点，不超过64个字。"},
    )  # fmt: skip
    is_confirmed = forms.BooleanField(label="不是同一户，照样建档", required=False)

    @property
    def placed(self) -> Placed:
        given = self.cleaned_data
        return Placed(given["group"], given["hardship_class"], given["unit_name"])


class RefuseRequestForm(forms.Form):
    reason = MultilineField(
        label="没有通过的理由（本人会看到）", max_length=200,
        error_messages={
            "required": "请写明没有通过的理由，本人会看到。", "max_length": "请写在200字以内。",
        },
    )  # fmt: skip


class PublicationForm(forms.Form):
    starts_on = _day("从哪天", error_messages={"required": "请填开始的日子。"})
    ends_on = _day("到哪天", error_messages={"required": "请填结束的日子。"})
    chosen = forms.ModelMultipleChoiceField(
        label="公示哪几户", queryset=HardshipFile.objects.none(),
        error_messages={
            "required": "请至少选一户。", "invalid_choice": "有一户刚刚已经安排了，请再选一遍。",
            "invalid_pk_value": "有一户认不出来，请再选一遍。", "invalid_list": "请再选一遍。",
        },
    )  # fmt: skip

    def __init__(self, *args, candidates, **options):
        super().__init__(*args, **options)
        self.fields["chosen"].queryset = candidates


class NotedForm(forms.Form):
    """What was agreed to on paper."""

    agreed = forms.BooleanField(
        label="本人看过上面的内容，已签字同意公示",
        error_messages={"required": "要本人签字同意，才能记下来。"},
    )
