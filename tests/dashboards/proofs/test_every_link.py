"""Each number that is a link leads to exactly its rows, which say how many they are, and back."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.urls import resolve, reverse
from lxml import html

from tests.dashboards.proofs import pages

# What counts rows; “10月28日” and “超过5天的” do not.
NUMBER = re.compile(r"(?<![\d.,])\d[\d,]*(?![\d.,%月日天年点到成])")
# Further rows are not walked through: the list says how many there are.
WALKED = 200
# Links of one page; more are taken evenly.
MOST = 40
VIEWERS = ("admin", "ganzhou-admin", "ganzhou-campaign")


@dataclass(frozen=True)
class Link:
    number: int
    words: str
    address: str

    @property
    def is_of_rows(self) -> bool:
        """Not to another page of this room, which holds no rows."""
        name = resolve(urlsplit(self.address).path).view_name.rpartition(":")[2]
        return name not in (*PAGES, *REPORTS)


# What a link with a number may lead to that is no list: another question, another area.
PAGES = tuple(name for name in pages.names() if "rows" not in name.split("-"))
# Workers are reported as a number: the page behind it lists who reported, not the workers.
REPORTS = ("desk-workforce",)


def links(content: bytes) -> list[Link]:
    """Numbers that are links, in the order of the page, each once."""
    found = {}
    for anchor in _main(content).iter("a"):
        address, words = anchor.get("href", ""), " ".join(anchor.text_content().split())
        numbers = NUMBER.findall(words)
        if numbers and address.startswith("/"):
            link = Link(int(numbers[0].replace(",", "")), words, address)
            found[link.number, address] = link
    return [link for link in found.values() if link.is_of_rows]


def evenly(found: list[Link]) -> list[Link]:
    step = -(-len(found) // MOST) or 1
    return found[::step]


def faults(client, page: str, link: Link) -> list[str]:
    answer = client.get(link.address)
    if answer.status_code != 200:
        return [f"{answer.status_code}"]
    found = []
    if link.number <= WALKED and "page" in answer.context:
        rows = _rows(client, answer)
        # A list of activities stands behind the people they reached.
        sums = [sum(getattr(row, name, 0) for row in rows) for name in ("counted", "people")]
        if link.number not in (len(rows), *sums):
            found.append(f"{len(rows)} rows")
    if link.address.startswith("/dashboards/"):
        said = {
            int(n.replace(",", "")) for n in NUMBER.findall(_main(answer.content).text_content())
        }
        found += [] if link.number in said or not link.number else ["says another number"]
        found += [] if _leads_to(answer.content, page) else ["does not lead back"]
    return found


def _main(content: bytes):
    """Of a fragment, all of it."""
    page = html.fromstring(content.decode())
    main = page.find(".//main")
    return page if main is None else main


def _rows(client, answer) -> list:
    """Of all pages of the list."""
    rows = list(answer.context["page"].rows)
    while answer.context["page"].after:
        path = answer.request["PATH_INFO"]
        query = dict(answer.wsgi_request.GET.items()) | {"after": answer.context["page"].after}
        query.pop("before", None)
        answer = client.get(path, query)
        rows += answer.context["page"].rows
    return rows


def _leads_to(content: bytes, page: str) -> bool:
    return any(urlsplit(a.get("href", "")).path == page for a in _main(content).iter("a"))


@pytest.mark.parametrize("username", VIEWERS)
@pytest.mark.parametrize("name", PAGES)
def test_each_number_of_a_page_leads_to_its_rows(name, username, demo, signed_in):
    client = signed_in(demo.user(username))
    address = reverse(f"dashboards:{name}")
    answer = client.get(address)
    if answer.status_code != 200:
        pytest.skip(f"{username} does not see it")
    found = {
        f"{link.words} → {link.address}": faults(client, address, link)
        for link in evenly(links(answer.content))
    }
    assert {link: said for link, said in found.items() if said} == {}
