"""What is typed about a household: the file and its members. Input only."""

from django import forms

from assistance.described import Described
from assistance.filing import Identity
from assistance.vocabulary import Cause, Group, HardshipClass, Language, NeedKind
from funds.fields import MoneyField
from organizations.forms_places import DivisionField
from organizations.models import Division, Organization
from people.fields import MultilineField, NameField, PhoneField, without_number
from people.forms_document import DocumentFields

MOST_MEMBERS = 10
_CHOOSE = {"required": "请选一项。", "invalid_choice": "请从列出的里面选。"}


def text(label: str, longest: int, **options) -> forms.CharField:
    options.setdefault("required", False)
    return forms.CharField(
        label=label, max_length=longest, validators=[without_number],
        error_messages={"max_length": f"写短一点，不超过{longest}个字。"}, **options,
    )  # fmt: skip


def _choice(label: str, choices, *, empty: str = "请选择", **options) -> forms.ChoiceField:
    choices = [("", empty), *choices]
    return forms.ChoiceField(label=label, choices=choices, error_messages=_CHOOSE, **options)


def number(label: str, least: int, most: int, *, hint: str = "", **options) -> forms.IntegerField:
    wrong = dict.fromkeys(("invalid", "min_value", "max_value"), f"请填{least}到{most}的整数。")
    shown = {"inputmode": "numeric"} | ({"placeholder": hint} if hint else {})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, widget=forms.NumberInput(attrs=shown),
        error_messages=wrong | {"required": "请填一个整数。"}, **options,
    )  # fmt: skip


class TownshipField(DivisionField):
    """Townships alone: where a household lives is known that far."""

    def _whole(self):
        return ()

    def _groups(self):
        for district in self.known.values():
            if district.level == Division.Level.DISTRICT:
                yield district.name, [(key, row.name) for key, row in self._inside(district)]


class MemberForm(forms.Form):
    """Somebody of the household beside the person; a row without a name is none."""

    name = NameField(
        label="姓名", required=False, widget=forms.TextInput(attrs={"placeholder": "姓名"})
    )
    relation = text("关系", 16, widget=forms.TextInput(attrs={"placeholder": "如女儿"}))
    birth_year = number("出生年份", 1900, 2100, hint="出生年份", required=False)
    note = text("情况", 100, widget=forms.TextInput(attrs={"placeholder": "如上小学二年级"}))

    def clean(self):
        given = self.cleaned_data
        more = given.get("relation") or given.get("birth_year") or given.get("note")
        if more and not given.get("name") and "name" not in self.errors:
            self.add_error("name", "请填姓名；没有这个人就整行空着。")
        return given


Members = forms.formset_factory(
    MemberForm, extra=2, max_num=MOST_MEMBERS, absolute_max=MOST_MEMBERS, validate_max=True
)


class FileForm(forms.Form):
    phone = PhoneField(label="手机", required=False)
    division = TownshipField(label="居住的乡镇街道")
    unit_name = text("单位", 64, help_text="和工会名称写得一样，结对时会先找本单位的干部")
    group = _choice("群体", Group.choices)
    hardship_class = _choice("困难类别", HardshipClass.choices, empty="还没有定", required=False)
    cause = _choice("主要原因", Cause.choices, empty="没有", required=False)
    language = forms.ChoiceField(
        label="常用语言", choices=Language.choices, error_messages=_CHOOSE,
        initial=Language.MANDARIN,
    )  # fmt: skip
    household_size = number("家庭人口", 1, 30, initial=1)
    has_minor = forms.BooleanField(label="家里有未满14岁的孩子", required=False)
    needs = forms.MultipleChoiceField(
        label="需要什么", choices=NeedKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple, error_messages=_CHOOSE,
    )  # fmt: skip
    income = MoneyField(
        label="家庭每月收入（元）", required=False,
        help_text="减去看病、上学的自付部分；定类别用得着才填",
    )  # fmt: skip
    address = text("住址", 120)
    note = MultilineField(
        label="备注", required=False, max_length=300,
        error_messages={"max_length": "备注不超过300个字。"},
    )  # fmt: skip
    interval_days = number("几天联系一次", 1, 180, required=False, help_text="空着就按全市的规定")
    is_confirmed = forms.BooleanField(label="不是同一户，照样保存", required=False)
    guardian_agreed = forms.BooleanField(label="监护人同意登记孩子的情况", required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["division"].load()

    def described(self, members: list[dict]) -> Described:
        given = self.cleaned_data
        return Described(
            division=given["division"], group=given["group"], phone=given["phone"],
            unit_name=given["unit_name"], hardship_class=given["hardship_class"],
            cause=given["cause"], language=given["language"],
            household_size=given["household_size"], has_minor=given["has_minor"],
            needs=tuple(given["needs"]), interval_days=given["interval_days"],
            facts={
                "address": given["address"], "note": given["note"], "members": members,
                # 0 is an income; nothing written is none.
                "income_fen": given["income"] if self.data.get("income", "").strip() else None,
            },
        )  # fmt: skip


class NewFileForm(DocumentFields, FileForm):
    organization = forms.ChoiceField(
        label="建档工会", error_messages={"required": "请选工会。", "invalid_choice": "请选工会。"}
    )

    def __init__(self, *args, unions, **options):
        super().__init__(*args, **options)
        self.unions = {str(union.public_id): union for union in unions}
        self.fields["organization"].choices = [(key, u.name) for key, u in self.unions.items()]
        if len(unions) == 1:
            self.fields["organization"].widget = forms.HiddenInput()
            self.initial.setdefault("organization", next(iter(self.unions)))

    def clean_organization(self) -> Organization:
        return self.unions[self.cleaned_data["organization"]]

    @property
    def who(self) -> Identity:
        given = self.cleaned_data
        return Identity(given["name"], given["document_type"], given["number"])
