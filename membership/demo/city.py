"""Divisions, the tree of unions down to primary level, stations, office hours."""

from django.utils import timezone

from membership.demo import stations
from organizations import divisions, tree
from organizations.models import Division, OfficeHours, Organization
from people.vocabulary import Occupation

Kind = Organization.Kind

INDUSTRIES = (
    ("快递外卖行业工会联合会", [Occupation.PARCEL, Occupation.FOOD]),
    ("货运行业工会联合会", [Occupation.TRUCK]),
    ("网约车行业工会联合会", [Occupation.RIDE]),
    ("家政护理行业工会联合会", [Occupation.DOMESTIC, Occupation.CARE]),
)
PRIMARIES = (
    ("演示物流公司工会", [Occupation.TRUCK, Occupation.PARCEL, Occupation.COMPANY]),
    ("演示医院护理工会", [Occupation.CARE]),
    ("演示商场工会", [Occupation.SHOP, Occupation.COMPANY]),
    ("演示物业公司工会", [Occupation.GUARD, Occupation.COMPANY]),
)
PHONE = "0936-000-0000"


def load() -> None:
    divisions.load_divisions()
    city = Division.objects.get(level=Division.Level.CITY)
    root = tree.create(
        name="张掖市总工会", kind=Kind.FEDERATION, division=city, phone=PHONE,
        code="ZYSZGH", address="甘州区演示街1号",
    )  # fmt: skip
    OfficeHours.objects.create(organization=root)
    for number, district in enumerate(Division.objects.filter(level="district"), 1):
        _district(root, district, number)
    stations.load(timezone.localdate())


def _district(root: Organization, district: Division, number: int) -> None:
    def union(name, kind, division=district, parent=None, **fields):
        code = f"D{number}{next(codes):04d}"
        return tree.create(
            name=name, kind=kind, division=division, parent=parent, code=code, phone=PHONE, **fields
        )

    codes = iter(range(1, 10_000))
    federation = union(
        f"{district.name}总工会", Kind.FEDERATION, parent=root, address=f"{district.name}演示街1号"
    )
    for name, occupations in INDUSTRIES:
        union(f"{district.name}{name}", Kind.INDUSTRY, parent=federation, occupations=occupations)
    for name, occupations in PRIMARIES:
        union(f"{district.name}{name}", Kind.PRIMARY, parent=federation, occupations=occupations)
    for township in Division.objects.filter(parent=district):
        above = union(f"{township.name}总工会", Kind.TOWNSHIP, township, federation)
        union(f"{township.name}联合工会", Kind.JOINT, township, above)
    union(f"{district.name}会员周转库", Kind.HOLDING, parent=federation)
