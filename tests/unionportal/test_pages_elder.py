"""The large print (大字版): a cookie, a button, no script."""

import pytest


def test_the_switch_turns_the_large_print_on_and_goes_back(client, city):
    response = client.post("/elder/", {"next": "/feedback/?from=home"})
    assert response.status_code == 302
    assert response["Location"] == "/feedback/?from=home"
    assert response.cookies["elder"].value == "1"
    assert response.cookies["elder"]["samesite"] == "Lax"
    assert response.cookies["elder"]["max-age"] == 365 * 24 * 3600


def test_pages_are_then_set_in_large_print(client, city):
    assert '<html lang="zh-Hans">' in client.get("/feedback/").content.decode()
    client.post("/elder/", {"next": "/"})
    page = client.get("/feedback/").content.decode()
    assert '<html lang="zh-Hans" class="elder">' in page
    assert 'role="switch" aria-checked="true"' in page


def test_the_switch_turns_it_off_again(client, city):
    client.post("/elder/")
    client.post("/elder/")
    assert '<html lang="zh-Hans">' in client.get("/feedback/").content.decode()


@pytest.mark.parametrize(
    "target",
    ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)", "", "\x00"],
)
def test_it_never_leads_to_another_site(client, city, target):
    response = client.post("/elder/", {"next": target})
    assert response["Location"] == "/"


def test_a_line_break_cannot_add_a_header(client, city):
    assert "\n" not in client.post("/elder/", {"next": "/\r\nSet-Cookie: a=b"})["Location"]


def test_a_link_cannot_switch(client, city):
    assert client.get("/elder/").status_code == 405
