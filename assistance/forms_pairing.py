"""What is typed about pairs, hand-overs, cadres and their absences. Input only."""

from django import forms

from assistance import scope, standing_in
from assistance.explaining import LANGUAGES
from assistance.models import HandOverReason
from assistance.vocabulary import NeedKind
from organizations.layout import laid_out
from people.fields import without_number

MOST = 30
SHOWN = 300
_DAY = {"required": "请选日期。", "invalid": "没有这一天，请再看一遍日期。"}


class ProposeForm(forms.Form):
    """For which area pairs are to be proposed."""

    organization = forms.ChoiceField(
        label="哪个范围",
        error_messages={"required": "请选范围。", "invalid_choice": "请选列出来的工会。"},
    )
    allows_across = forms.BooleanField(
        label="本区县实在没有空位时，可以请别的区县的干部", required=False
    )

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.unions = {str(union.public_id): union for union in scope.unions_for(user)}
        self.fields["organization"].choices = [
            (pk, union.name) for pk, union in self.unions.items()
        ]
        if len(self.unions) < 2:
            # Whoever administers one district has nobody else to ask.
            del self.fields["allows_across"]
        self.helper = laid_out(*self.fields)

    def clean_organization(self):
        return self.unions[self.cleaned_data["organization"]]


class AvoidForm(forms.Form):
    reason = forms.CharField(
        label="为什么回避", max_length=60, validators=[without_number],
        widget=forms.TextInput(attrs={"placeholder": "比如：亲属，本人的上级"}),
        error_messages={"required": "请写一句原因。", "max_length": "请写在60字以内。"},
    )  # fmt: skip

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.helper = laid_out("reason")


class AskForm(forms.Form):
    """The household wants somebody else, or the cadre cannot go on."""

    reason = forms.ChoiceField(
        label="为什么换", widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in (
            HandOverReason.ASKED_FOR, HandOverReason.OVERLOAD,
        )],
        error_messages={"required": "请选一种。", "invalid_choice": "请选一种。"},
    )  # fmt: skip
    note = forms.CharField(
        label="说明",
        max_length=120,
        required=False,
        validators=[without_number],
        error_messages={"max_length": "请写在120字以内。"},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.helper = laid_out("reason", "note")


class KeepForm(forms.Form):
    note = forms.CharField(
        label="怎么谈的", max_length=120, validators=[without_number],
        widget=forms.TextInput(attrs={"placeholder": "比如：当面谈过，本人愿意继续"}),
        error_messages={"required": "请写一句怎么谈的。", "max_length": "请写在120字以内。"},
    )  # fmt: skip

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.helper = laid_out("note")


class ProfileForm(forms.Form):
    """What a cadre speaks and knows; how many households is for the supervisor line to say."""

    languages = forms.MultipleChoiceField(
        label="除了普通话还会说", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(each.value, each.label) for each in LANGUAGES],
        error_messages={"invalid_choice": "请从列出的语言里选。"},
    )  # fmt: skip
    skills = forms.MultipleChoiceField(
        label="擅长帮什么", required=False, widget=forms.CheckboxSelectMultiple,
        choices=NeedKind.choices, error_messages={"invalid_choice": "请从列出的里面选。"},
    )  # fmt: skip
    cap = forms.IntegerField(
        label="最多联系几户", min_value=0, max_value=MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="一般一户；填0就是暂时不再安排新的",
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"请填0到{MOST}之间的数。"
        ),
    )  # fmt: skip

    def __init__(self, *args, may_cap: bool, **options):
        super().__init__(*args, **options)
        if not may_cap:
            del self.fields["cap"]


class AbsenceForm(forms.Form):
    since_on = forms.DateField(
        label="从哪天", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=_DAY,
    )  # fmt: skip
    until_on = forms.DateField(
        label="到哪天", help_text="包括这一天，到期自动结束",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), error_messages=_DAY,
    )  # fmt: skip
    stand_in = forms.ChoiceField(
        label="谁代管", help_text="同一个工会或上级工会在岗的人",
        error_messages={"required": "请选一位。", "invalid_choice": "请从列出来的人里选。"},
    )  # fmt: skip

    def __init__(self, *args, post, **options):
        super().__init__(*args, **options)
        # The nearest union first, cadres before administrators.
        rows = standing_in.possible(post).order_by("-organization__path", "-role", "pk")[:SHOWN]
        self.posts = {str(row.pk): row for row in rows}
        self.fields["stand_in"].choices = [("", "请选择")] + [
            (pk, f"{row.user.name}（{row.organization.name}{row.get_role_display()}）")
            for pk, row in self.posts.items()
        ]
        self.helper = laid_out(("since_on", "until_on"), "stand_in")

    def clean_stand_in(self):
        return self.posts[self.cleaned_data["stand_in"]]
