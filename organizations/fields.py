"""Choosing a union by its name (a tree of thousands does not fit into a select), and degrees."""

from decimal import Decimal

from django import forms

SHOWN = 5


class UnionField(forms.CharField):
    """Typed (or picked from the list the browser offers); cleans to an Organization.

    `choose_from` says which unions may be named: call it in the form's `__init__`.
    """

    def __init__(self, **options):
        options.setdefault("max_length", 64)
        options.setdefault(
            "error_messages",
            {"required": "请填工会名称。", "max_length": "请填工会的全称，不超过64个字。"},
        )
        widget = forms.TextInput(attrs={"list": "unions", "autocomplete": "off"})
        super().__init__(widget=widget, **options)
        self.unions = None

    def choose_from(self, unions) -> None:
        self.unions = unions

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return None
        found = list(self.unions.filter(name=name)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError("有几个工会都叫这个名字，请到“工会”页打开要选的那个再办。")
        raise forms.ValidationError(self._not_found(name))

    def _not_found(self, name: str) -> str:
        near = list(self.unions.filter(name__contains=name).values_list("name", flat=True)[:SHOWN])
        if near:
            return f"请写全称，名称里有“{name}”的有：{'、'.join(near)}。"
        return "您管理的工会里没有这个名称，请核对。"

    def prepare_value(self, value):
        return getattr(value, "name", value)


class DegreesField(forms.DecimalField):
    """Degrees as a phone gives them, kept to six places, which is a step's length."""

    STEP = Decimal("0.000001")

    def __init__(self, *, most: int, swapped: str = "", **options):
        wrong = f"请填{options['label']}的度数，在-{most}到{most}之间{swapped}。"
        super().__init__(
            min_value=-most, max_value=most, required=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
            **options,
        )  # fmt: skip

    def clean(self, value):
        degrees = super().clean(value)
        return None if degrees is None else degrees.quantize(self.STEP)
