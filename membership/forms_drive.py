"""What the city's administrators type for the membership drive. Input only."""

from django import forms

from membership.models import MOST_PEOPLE

_WRONG = {
    "invalid": "请填整数。",
    "min_value": "不能是负数。",
    "max_value": "数字太大，请核对。",
}


class DriveTargetsForm(forms.Form):
    """A number a district, empty for none."""

    def __init__(self, *args, districts, targets, **options):
        super().__init__(*args, **options)
        self.districts = districts
        for district in districts:
            self.fields[self.name(district)] = forms.IntegerField(
                label=f"{district.name}的新会员目标", required=False, min_value=0,
                max_value=MOST_PEOPLE, initial=targets.get(district.pk), error_messages=_WRONG,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )  # fmt: skip

    @staticmethod
    def name(district) -> str:
        return f"d_{district.pk}"

    def fields_of(self) -> list:
        """(district, its field)"""
        return [(district, self[self.name(district)]) for district in self.districts]

    def people(self) -> dict[int, int]:
        return {
            district.pk: self.cleaned_data[self.name(district)] or 0 for district in self.districts
        }
