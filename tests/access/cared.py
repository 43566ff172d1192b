"""A household of the cadre's, what was said and needed there, and money to help with."""

from assistance.models import NeedState
from tests.assistance.cared import a_need, a_purse, bought, contacted
from tests.assistance.rows import a_file, a_pair


def called_and_needed(city, cadre, administrator) -> dict:
    file = a_file(city.couriers, name="周试样")
    a_pair(file, cadre)
    purse = a_purse(city, administrator)
    supply = bought(a_need(file, cadre, kind="school"), cadre, purse.ganzhou, 10_00)
    return {
        "household": file,
        "contact": contacted(file, cadre),
        "need": a_need(file, cadre, kind="goods"),
        "brought": a_need(file, cadre, kind="elders", state=NeedState.DELIVERED),
        "supply": supply,
        "purse": purse.fund,
        "purse_share": purse.ganzhou,
        "purse_entry": purse.entry,
    }
