"""For the matrix: a screen of 甘州区's federation, and the token that opens it."""

from dashboards import screens


def a_screen(city, district_administrator) -> dict:
    link, token = screens.make(
        union=city.ganzhou_federation, place="三楼会议室", days=7, actor=district_administrator
    )
    return {"screen_link": link, "screen_token": token}
