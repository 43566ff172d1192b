from people.forms_export import ExportFields


class ReasonForm(ExportFields):
    """What it is for; nobody stands in these tables by name."""

    names = None  # type: ignore[assignment]  # as Django takes an inherited field away
