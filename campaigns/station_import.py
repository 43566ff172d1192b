"""Stations out of a sheet: judged as at the desk, registered by the desk's own act."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from audit.models import Entry
from audit.refusal import Refused
from audit.services import subject_type
from campaigns import station_sheet
from campaigns.station_sheet import Known
from organizations import permissions, stations
from organizations.models import Organization, Station
from organizations.visible import MANAGES
from spreadsheets.kinds import Kind, Plan, Row
from spreadsheets.models import Import, RowState

STATIONS = "stations"
# Two stations nearer than this many places of a degree are one, written twice.
NEAR = 4
TICK = 50


def plan(job: Import) -> Plan:
    known = Known.of(job)
    return Plan(
        columns=station_sheet.columns(known), check=Check(known), key=key,
        example=station_sheet.example(known), marked="address",
        instructions=station_sheet.instructions(),
    )  # fmt: skip


def key(row: Row) -> Hashable:
    """Of two rows with one address the later is doubtful."""
    return row.values["district"].pk, row.values["address"]


class Check:
    """Called with the rows in their order; what stands in the register is read once."""

    def __init__(self, known: Known):
        self.known = known
        self.names: dict[tuple[int, str], str] = {}
        self.addresses: dict[str, str] = {}
        self.spots: dict[tuple[float, float], str] = {}
        for station in Station.objects.only("name", "address", "latitude", "longitude"):
            self.addresses[station.address] = station.name
            if station.latitude is not None and station.longitude is not None:
                self.spots[_spot(station.latitude, station.longitude)] = station.name
        owned = Station.objects.values_list("organization", "name")
        self.names = dict.fromkeys(owned, "这个工会已经登记过这个名称的驿站")
        holding = Organization.objects.filter(kind=Organization.Kind.HOLDING, is_active=True)
        self.holding = {union.division_id: union for union in holding}

    def __call__(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if row.problems:
                continue
            self._place(row)
            self._join(row)
            _check_hours(row)
            _check_kind(row)
            self._check_name(row)
            self._doubt(row)

    def _place(self, row: Row) -> None:
        given = row.values
        division = given["district"]
        if given["township"]:
            division = self.known.townships.get((division.pk, given["township"]))
        if division is None:
            row.refuse("township", f"{given['district']}里没有“{given['township']}”，请核对。")
        if (given["latitude"] is None) != (given["longitude"] is None):
            row.refuse("latitude", "经度和纬度要么都填，要么都空着。")
        given["division"] = division

    def _join(self, row: Row) -> None:
        given = row.values
        keeper = given["organization"]
        given["joins"] = (
            given["joins"]
            or (keeper if keeper.receives else None)
            or self.holding.get(given["district"].pk)
        )
        if not given["joins"]:
            row.refuse("joins", f"{keeper}不直接收会员，请填扫码后加入哪个工会。")

    def _check_name(self, row: Row) -> None:
        place = row.values["organization"].pk, row.values["name"]
        if place in self.names:
            row.refuse("name", f"{self.names[place]}。")
        elif not row.problems:
            self.names[place] = f"和第{row.number}行重名"

    def _doubt(self, row: Row) -> None:
        given = row.values
        same = self.addresses.get(given["address"])
        if same:
            row.doubt(f"“{same}”登记的也是这个地址，可能是同一个。", "address")
        elif given["latitude"] is not None and given["longitude"] is not None:
            near = self.spots.get(_spot(given["latitude"], given["longitude"]))
            if near:
                row.doubt(f"和“{near}”在同一个位置，可能是同一个。", "latitude")


def _spot(latitude, longitude) -> tuple[float, float]:
    return round(float(latitude), NEAR), round(float(longitude), NEAR)


def _check_hours(row: Row) -> None:
    given = row.values
    if given["is_24h"]:
        given["opens_at"] = given["opens_at"] or Station().opens_at
        given["closes_at"] = given["closes_at"] or Station().closes_at
        return
    for name in ("opens_at", "closes_at"):
        if given[name] is None:
            row.refuse(name, "请填时间，24小时开放的在“24小时”填“是”。")
    if given["opens_at"] and given["opens_at"] == given["closes_at"]:
        row.refuse("closes_at", "关门和开门是同一个时间，请核对。")


def _check_kind(row: Row) -> None:
    given = row.values
    if given["kind"] != Station.Kind.PLATFORM:
        given["platform"] = ""
    elif not given["platform"]:
        row.refuse("platform", "请填这是哪家平台的站点。")


def register_all(job: Import, rows: Sequence[Row], tick: Callable[[int], None]) -> None:
    """Each row a station with a QR code of its own. In the caller's transaction."""
    for number, row in enumerate(rows, 1):
        given = {name: row.values[name] for name in stations.FIELDS}
        given["facilities"] = list(given["facilities"])
        row.made = str(stations.add(actor=job.uploaded_by, **given).pk)
        if number % TICK == 0:
            tick(number)


def refusal_to_remove_all(job: Import) -> str:
    """Why not to take all of it back: somebody has worked with it since."""
    ids = _made(job)
    if _changed(ids):
        return f"导入的驿站里有{_changed(ids)}个后来改过或核实过，不能整批撤销，请逐个停用。"
    if _in_use(ids):
        return "导入的驿站已经用在活动、配送或入会里了，不能整批撤销，请逐个停用。"
    return ""


def _made(job: Import) -> list[str]:
    rows = job.rows.filter(state=RowState.IMPORTED).exclude(made="")
    return list(rows.values_list("made", flat=True))


# What is on record of a station nobody has touched.
_REGISTERED = Q(action="organizations.station_saved", data__changed=["created"])


def _changed(ids: Sequence[str]) -> int:
    """How many have more on record than that they were registered."""
    record = Entry.objects.filter(subject_type=subject_type(Station()), subject_id__in=ids)
    return record.exclude(_REGISTERED).values("subject_id").distinct().count()


def _in_use(ids: Sequence[str]) -> bool:
    """Whether anything, of whatever room, was done with one of them."""
    links: list[Any] = [
        field
        for field in Station._meta.get_fields(include_hidden=True)
        if field.auto_created and field.is_relation
    ]
    return any(
        link.related_model._base_manager.filter(**{f"{link.field.name}__in": ids}).exists()
        for link in links
    )


def remove_all(job: Import) -> None:
    """In the caller's transaction. Raises Refused."""
    found = Station.objects.filter(pk__in=_made(job)).order_by("pk")
    list(found.select_for_update().values_list("pk"))
    refusal = refusal_to_remove_all(job)
    if refusal:
        raise Refused(refusal)
    found.delete()


def _refusal(user, job: Import) -> str:
    return permissions.refusal_to_manage(user, job.organization)


def _home(job: Import) -> str:
    return reverse("campaigns:station-imports")


def _result(job: Import) -> str:
    return reverse("organizations:desk-stations")


KIND = Kind(
    name=STATIONS, title="驿站", roles=MANAGES, refusal=_refusal, plan=plan, apply=register_all,
    undo=remove_all, refusal_to_undo=refusal_to_remove_all, home=_home, result=_result,
    view="organizations:desk-stations",
)  # fmt: skip
