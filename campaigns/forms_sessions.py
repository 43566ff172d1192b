"""What officers type about sessions, and what is typed at the door. Input only."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from campaigns import sessions
from campaigns.forms_stops import StopForm
from campaigns.models import Campaign, ServiceItem, SessionKind
from campaigns.models.campaign import OFFICERS
from organizations.layout import laid_out
from organizations.models import Organization, Station
from organizations.posts import current_posts, within
from people.fields import MultilineField, without_number
from people.vocabulary import Occupation


def unions_for(user, campaign: Campaign):
    """In whose name the user may hold sessions of this month: federations and their own unions."""
    own = [post.organization_id for post in current_posts(user) if post.role in OFFICERS]
    rows = Organization.objects.under(campaign.organization).filter(
        within(user, OFFICERS, "path"), is_active=True
    )
    federations = Q(kind=Organization.Kind.FEDERATION)
    return rows.filter(federations | Q(pk__in=own)).order_by("path")


def stations_for(user):
    """The stations a place may be: those kept by the unions under one's posts."""
    inside = within(user, OFFICERS, "organization__path")
    return Station.objects.filter(inside, is_active=True).select_related("division")


class WhoForm(forms.Form):
    """Who may book, from when on, and what to bring."""

    occupations = forms.MultipleChoiceField(
        label="谁可以约", choices=Occupation.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="都不选，就是不限从业类别",
        error_messages={"invalid_choice": "请从列出的类别里选。"},
    )  # fmt: skip
    members_only = forms.BooleanField(label="只限会员", required=False)
    booking_opens_at = forms.DateTimeField(
        label="从什么时候起可以约", required=False, help_text="不填就是现在",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": "时间写得不对，请重选。"},
    )  # fmt: skip
    note = forms.CharField(
        label="带什么、注意什么", max_length=120, required=False, validators=[without_number],
        widget=forms.TextInput(attrs={"placeholder": "比如：带身份证，早上不要吃东西"}),
        error_messages={"max_length": "请写在120字以内。"},
    )  # fmt: skip

    def clean_booking_opens_at(self):
        opens_at = self.cleaned_data["booking_opens_at"]
        # A time that has passed is no condition any more.
        return opens_at if opens_at and opens_at > timezone.now() else None


class PlanForm(WhoForm):
    """What all the stops planned in one go have in common."""

    field_order = ("organization", "kind", "item", "title")
    organization = forms.ModelChoiceField(
        label="举办工会", queryset=Organization.objects.none(), empty_label=None,
        error_messages={"required": "请选举办工会。", "invalid_choice": "请从列出的工会里选。"},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="类型", choices=[("", "请选择"), *SessionKind.choices],
        error_messages={"required": "请选类型。", "invalid_choice": "请选类型。"},
    )  # fmt: skip
    item = forms.ModelChoiceField(
        label="属于哪一项", queryset=ServiceItem.objects.none(), empty_label="请选择",
        error_messages={"required": "请选属于哪一项。", "invalid_choice": "请从列出的项目里选。"},
    )  # fmt: skip
    title = forms.CharField(
        label="名称", max_length=48, required=False, validators=[without_number],
        help_text="不填就用类型，职工看到的就是它",
        error_messages={"max_length": "名称不超过48个字。"},
    )  # fmt: skip

    def __init__(self, *args, campaign, unions, **options):
        super().__init__(*args, **options)
        self.fields["organization"].queryset = unions
        self.fields["item"].queryset = campaign.items.all()
        self.helper = laid_out(
            ("kind", "item"), ("title", "organization"), "occupations",
            ("booking_opens_at", "note"), "members_only",
        )  # fmt: skip

    def clean(self):
        at = self.cleaned_data
        if at.get("kind") and not at.get("title"):
            at["title"] = str(SessionKind(at["kind"]).label)
        return at


class ChangeForm(WhoForm, StopForm):
    """All that may be changed of one session."""

    title = forms.CharField(
        label="名称", max_length=48, validators=[without_number],
        error_messages={"required": "请填名称。", "max_length": "名称不超过48个字。"},
    )  # fmt: skip

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.helper = laid_out(
            "title", ("place", "division"), ("day", "capacity"), ("begins", "until"),
            "occupations", ("booking_opens_at", "note"), "members_only",
        )  # fmt: skip

    def given(self) -> dict:
        return {name: self.cleaned_data[name] for name in sessions.FIELDS}


class CancelForm(forms.Form):
    reason = MultilineField(
        label="取消的原因（约好的人会看到）", max_length=120,
        error_messages={"required": "请写明取消的原因，约好的人会看到。", "max_length": "请写在120字以内。"},
    )  # fmt: skip


class CheckInForm(forms.Form):
    code = forms.CharField(
        label="预约码", max_length=200,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "请填预约码，一共8位数字。", "max_length": "预约码是8位数字，请核对。"},
    )  # fmt: skip
