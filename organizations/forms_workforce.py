"""What administrators type about the workers of a union. Input only."""

from django import forms
from django.utils import timezone

from organizations import workforce
from organizations.layout import laid_out
from organizations.models import MOST_WORKERS
from people.vocabulary import Occupation

_WRONG = {
    "required": "请填职工人数。",
    "invalid": "请填整数。",
    "min_value": "不能是负数，也不能是0。",
    "max_value": "数字太大，请核对。",
}


def _number(label: str, **options) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, max_value=MOST_WORKERS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **options,
    )  # fmt: skip


class WorkforceForm(forms.Form):
    """All workers, the day of the figure, and the occupations as far as they are known."""

    workers = _number(
        "全部职工", min_value=1, error_messages=_WRONG, help_text="这个工会和下级工会加在一起"
    )
    as_of = forms.DateField(
        label="截至", help_text="人数统计的那一天",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填日期。", "invalid": "请选日期。"},
    )  # fmt: skip

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        wrong = _WRONG | {"min_value": "不能是负数。"}
        for value, label in Occupation.choices:
            self.fields[value] = _number(label, required=False, min_value=0, error_messages=wrong)
        values = Occupation.values
        pairs = [tuple(values[at : at + 2]) for at in range(0, len(values), 2)]
        self.helper = laid_out(("workers", "as_of"), *pairs, hide_optional=True)

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError("日期还没到，请填人数统计的那一天。")
        if day < workforce.FIRST_DAY:
            raise forms.ValidationError("请填2015年以后的日期。")
        return day

    def groups(self) -> dict[str, int]:
        """Occupation -> workers, those that were filled in."""
        return {
            value: number
            for value in Occupation.values
            if (number := self.cleaned_data[value]) is not None
        }
