"""What 1+1 takes in from sheets (settings.IMPORTS)."""

from django.urls import reverse

from assistance import survey, survey_check
from assistance.models.file import STEWARDS
from assistance.permissions import refusal_to_keep
from assistance.survey_sheet import NUMBER
from spreadsheets.kinds import Kind
from spreadsheets.models import Import

SURVEY = "survey"


def _refusal(user, job: Import) -> str:
    return refusal_to_keep(user, job.organization)


def _home(job: Import) -> str:
    return reverse("assistance:survey")


def _result(job: Import) -> str:
    return f"{reverse('assistance:files')}?import={job.pk}"


KINDS = (
    Kind(
        name=SURVEY, title="帮扶档案", roles=STEWARDS, refusal=_refusal, plan=survey_check.plan,
        apply=survey.file_all, undo=survey.take_back,
        refusal_to_undo=survey.refusal_to_take_back, home=_home, result=_result,
        view="assistance:survey", sealed=(NUMBER,),
    ),
)  # fmt: skip
