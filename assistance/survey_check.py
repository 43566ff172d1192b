"""Whether the rows of a survey may become files: by the rules of the desk, and who is there twice."""

from collections import defaultdict
from collections.abc import Hashable, Sequence

from django.utils import timezone

from assistance import described as households
from assistance import duplicates, survey_sheet
from assistance.described import Described
from assistance.filing import OTHER_NAME
from assistance.models import FileState, HardshipFile
from assistance.survey_sheet import Known
from audit.refusal import Refused
from people import crypto, identity
from people.models import Person
from spreadsheets.kinds import Plan, Row
from spreadsheets.models import Import


def plan(job: Import) -> Plan:
    known = Known.of(job)
    return Plan(
        columns=survey_sheet.columns(known), check=Check(known), key=_itself,
        example=survey_sheet.example(known), marked="note",
        instructions=survey_sheet.INSTRUCTIONS,
    )  # fmt: skip


def _itself(row: Row) -> Hashable:
    """Who is written twice is the check's own question: by document and by phone."""
    return row.number


class Check:
    """Called with the rows in their order; what earlier rows hold counts against later ones."""

    def __init__(self, known: Known):
        self.known = known
        self.today = timezone.localdate()
        # Fingerprint, phone -> the row that has it.
        self.seen: dict[str, int] = {}
        self.phones: dict[str, int] = {}

    def __call__(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if not row.problems:
                self._judge(row)
        sound = [row for row in rows if not row.problems]
        self._doubt_inside(sound)
        people = _people(sound)
        self._compare(sound, people)
        self._doubt_known(sound, people)

    def _judge(self, row: Row) -> None:
        given = row.values
        problem = identity.check(given["document_type"], given["number"], self.today)
        if problem:
            row.refuse("number", problem)
            return
        given["fingerprint"] = crypto.fingerprint(given["document_type"], given["number"])
        given["organization"] = self.known.keeper(given["division"])
        given["described"] = described = _described(given)
        try:
            households.check(described, self.today)
        except Refused as refused:
            row.refuse(refused.field, refused.message)

    def _doubt_inside(self, rows: Sequence[Row]) -> None:
        for row in rows:
            first = self.seen.setdefault(row.values["fingerprint"], row.number)
            if first != row.number:
                row.doubt(f"和第{first}行是同一个人，一人一份档案。", "number", firm=True)
                continue
            phone = row.values["phone"]
            other = self.phones.setdefault(phone, row.number) if phone else row.number
            if other != row.number:
                row.doubt(f"手机号和第{other}行一样，请看看是不是同一户。", "phone")

    def _compare(self, rows: Sequence[Row], people: dict[str, Person]) -> None:
        for row in rows:
            person = people.get(row.values["fingerprint"])
            if person and person.name != row.values["name"]:
                row.refuse("name", OTHER_NAME)

    def _doubt_known(self, rows: Sequence[Row], people: dict[str, Person]) -> None:
        """Who has a file already, and whose phone stands in one. Two queries."""
        user = self.known.job.uploaded_by
        ids = [person.pk for person in people.values()]
        on_file = {file.person_id: file for file in _files(person__in=ids)}
        phones = _by_phone({row.values["phone"] for row in rows} - {""})
        for row in rows:
            person = people.get(row.values["fingerprint"])
            known = on_file.get(person.pk) if person else None
            if known:
                row.doubt(duplicates.same_person(known, user), "number", firm=True)
                continue
            others = phones.get(row.values["phone"], [])
            if others:
                row.doubt(duplicates.same_phone(others, user), "phone")


def _files(**conditions):
    rows = HardshipFile.objects.exclude(state=FileState.LEFT).defer("facts")
    return rows.filter(**conditions).select_related("organization", "person")


def _by_phone(phones: set[str]) -> dict[str, list[HardshipFile]]:
    found = defaultdict(list)
    for file in _files(phone__in=phones) if phones else ():
        found[file.phone].append(file)
    return found


def _people(rows: Sequence[Row]) -> dict[str, Person]:
    """Fingerprint -> the person on record, for those who are. One query."""
    wanted = {row.values["fingerprint"] for row in rows}
    found = Person.objects.filter(number_fingerprint__in=wanted)
    return {person.number_fingerprint: person for person in found}


def _described(given: dict) -> Described:
    income = given["income"]
    return Described(
        division=given["division"], group=given["group"], phone=given["phone"],
        unit_name=given["unit_name"], hardship_class=given["hardship_class"],
        cause=given["cause"], language=given["language"],
        household_size=given["household_size"], needs=tuple(given["needs"]),
        facts={
            "address": given["address"], "note": given["note"],
            "income_fen": None if income is None else income * given["household_size"],
        },
    )  # fmt: skip
