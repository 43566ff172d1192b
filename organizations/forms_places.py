"""What administrators type about unions and stations. Input only."""

from django import forms

from organizations.fields import DegreesField, UnionField
from organizations.layout import laid_out, part
from organizations.models import FACILITIES, Division, Organization, Station
from people.fields import without_number
from people.vocabulary import PLATFORMS, Occupation

PHONE = r"^[0-9][0-9 -]{4,22}[0-9]$"


class DivisionField(forms.ChoiceField):
    """City, districts and townships, townships grouped under their district. One query."""

    def __init__(self, **options):
        super().__init__(
            error_messages={"required": "请选所在地。", "invalid_choice": "请选所在地。"},
            **options,
        )
        self.known = {}

    def load(self) -> None:
        self.known = {str(row.pk): row for row in Division.objects.all()}
        self.choices = [("", "请选择"), *self._whole(), *self._groups()]

    def _whole(self):
        city = Division.Level.CITY
        return [(pk, row.name) for pk, row in self.known.items() if row.level == city]

    def _groups(self):
        for pk, district in self.known.items():
            if district.level == Division.Level.DISTRICT:
                inside = [(key, row.name) for key, row in self._inside(district)]
                yield district.name, [(pk, f"{district.name}（全区县）"), *inside]

    def _inside(self, district):
        return [(pk, row) for pk, row in self.known.items() if row.parent_id == district.pk]

    def clean(self, value):
        return self.known.get(super().clean(value))

    def prepare_value(self, value):
        return str(getattr(value, "pk", value) or "")


class UnionForm(forms.Form):
    name = forms.CharField(
        label="名称", max_length=64,
        error_messages={"required": "请填工会名称。", "max_length": "名称不超过64个字。"},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="类型", choices=[("", "请选择"), *Organization.Kind.choices],
        error_messages={"required": "请选类型。", "invalid_choice": "请选类型。"},
    )  # fmt: skip
    division = DivisionField(label="所在地")
    occupations = forms.MultipleChoiceField(
        label="服务哪些从业类别", choices=Occupation.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="都不选，就是不限类别",
        error_messages={"invalid_choice": "请从列出的类别里选。"},
    )  # fmt: skip
    phone = forms.RegexField(
        PHONE, label="电话", required=False,
        error_messages={"invalid": "请填座机或手机号，只用数字和横线。"},
    )  # fmt: skip
    address = forms.CharField(
        label="地址", max_length=120, required=False,
        error_messages={"max_length": "地址不超过120个字。"},
    )  # fmt: skip

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["division"].load()
        self.helper = laid_out("name", ("kind", "division"), "occupations", ("phone", "address"))


class StationForm(forms.Form):
    name = forms.CharField(
        label="名称", max_length=64,
        error_messages={"required": "请填驿站名称。", "max_length": "名称不超过64个字。"},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="类型", choices=[("", "请选择"), *Station.Kind.choices],
        error_messages={"required": "请选类型。", "invalid_choice": "请选类型。"},
    )  # fmt: skip
    platform = forms.CharField(
        label="哪家平台", max_length=16, required=False, help_text="只有平台企业站点要填",
        validators=[without_number],
        widget=forms.TextInput(attrs={"list": "platforms", "autocomplete": "off"}),
        error_messages={"max_length": "平台名称不超过16个字。"},
    )  # fmt: skip
    organization = UnionField(label="管理工会")
    joins = UnionField(
        label="扫码后加入哪个工会", required=False,
        help_text="不填就是管理工会；管理工会不直接收会员的，填本区县的会员周转库",
    )  # fmt: skip
    division = DivisionField(label="所在地")
    address = forms.CharField(
        label="地址", max_length=120,
        error_messages={"required": "请填地址，让人找得到。", "max_length": "地址不超过120个字。"},
    )  # fmt: skip
    latitude = DegreesField(label="纬度", most=90, swapped="，看看是不是和经度填反了")
    longitude = DegreesField(
        label="经度", most=180, help_text="人在站点时可以用手机直接取；地图软件里抄的会差几百米",
    )  # fmt: skip
    contact = forms.CharField(
        label="联系人", max_length=32, required=False, validators=[without_number],
        help_text="只给工作人员看，职工看不到",
        error_messages={"max_length": "姓名不超过32个字。"},
    )  # fmt: skip
    contact_phone = forms.RegexField(
        PHONE, label="联系电话", required=False,
        error_messages={"invalid": "请填座机或手机号，只用数字和横线。"},
    )  # fmt: skip
    is_24h = forms.BooleanField(label="24小时开放", required=False)
    opens_at = forms.TimeField(
        label="开门", required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "请按 08:00 的样子填时间。"},
    )  # fmt: skip
    closes_at = forms.TimeField(
        label="关门", required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "请按 20:00 的样子填时间。"},
    )  # fmt: skip
    facilities = forms.MultipleChoiceField(
        label="有什么", choices=[(name, name) for name in FACILITIES], required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "请从列出的设施里选。"},
    )  # fmt: skip

    def __init__(self, *args, unions, **options):
        super().__init__(*args, **options)
        self.fields["division"].load()
        self.fields["organization"].choose_from(unions)
        self.fields["joins"].choose_from(Organization.objects.receiving())
        self.helper = laid_out(
            ("name", "kind"), "platform", part("organizations/_station_platforms.html"),
            ("division", "address"), ("latitude", "longitude"),
            part("organizations/_station_here.html"), ("organization", "joins"),
            part("organizations/_unions_list.html"), ("contact", "contact_phone"),
            ("opens_at", "closes_at"), "is_24h", "facilities", hide_optional=True,
        )  # fmt: skip

    # What the browser offers while a platform is typed.
    platforms = PLATFORMS

    def clean(self):
        at = self.cleaned_data
        self._check_hours()
        self._check_platform()
        self._check_place()
        keeper = at.get("organization")
        if keeper and not at.get("joins") and "joins" not in self.errors:
            receives = Organization.objects.receiving().filter(pk=keeper.pk).exists()
            if receives:
                at["joins"] = keeper
            else:
                self.add_error("joins", f"{keeper.name}不直接收会员，请填扫码后加入哪个工会。")
        return at

    def _check_platform(self) -> None:
        at = self.cleaned_data
        if at.get("kind") != Station.Kind.PLATFORM:
            at["platform"] = ""
        elif not at.get("platform") and "platform" not in self.errors:
            self.add_error("platform", "请填这是哪家平台的站点。")

    def _check_place(self) -> None:
        at = self.cleaned_data
        for name, other in (("latitude", "经度"), ("longitude", "纬度")):
            if at.get(name) is None and name not in self.errors and self._has_other(name):
                self.add_error(name, f"{other}填了，这个也要填；没有就都空着。")

    def _has_other(self, name: str) -> bool:
        return self.cleaned_data.get("longitude" if name == "latitude" else "latitude") is not None

    def _check_hours(self) -> None:
        at = self.cleaned_data
        for name in ("opens_at", "closes_at"):
            if at.get(name) is None and name not in self.errors:
                if at.get("is_24h"):
                    at[name] = getattr(Station(), name)
                else:
                    self.add_error(name, "请填时间，或勾选24小时开放。")
        same = at.get("opens_at") and at.get("opens_at") == at.get("closes_at")
        if same and not at.get("is_24h"):
            self.add_error("closes_at", "关门和开门是同一个时间，请核对，或勾选24小时开放。")
