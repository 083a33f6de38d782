"""Takes the README's film and pictures of the demo: `.venv/bin/python seed/take_pictures.py`.

Needs Chromium and the packages of `conference test`. `seed/take_film.py` takes the film alone.
"""

import time

from playwright.sync_api import Browser, sync_playwright
from take_film import take_film
from visiting import CHROMIUM, PICTURES, demo, start_of, visit

# So many come, and after this time they are in and have begun.
CROWD, UNTIL_IN_S = 160, 70


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        take_film(chromium)
        with demo("--crowd", str(CROWD)) as (links, _):
            time.sleep(UNTIL_IN_S)
            take_all(chromium, links)


def take_all(chromium: Browser, links: dict[str, str]) -> None:
    take(chromium, links["Attendee"], "stage.jpg", width=1440, height=1050, theme="light")
    take(chromium, links["Attendee"], "phone.jpg", width=390, height=844, theme="dark")
    staff = links["Channel staff"]
    take(chromium, staff, "barometer.jpg", width=1440, height=1300, theme="light")
    organiser, day = links["Organiser"], "/manage/events/partnertage/schedule"
    take(chromium, organiser, "day.jpg", width=1440, height=1000, theme="light", path=day)


def take(
    chromium: Browser, url: str, name: str, *, width: int, height: int, theme: str, path: str = ""
) -> None:
    """`path`: another page than the one that the link leads to."""
    page = visit(chromium, url, width=width, height=height, theme=theme)
    if path:
        page.goto(f"{start_of(url)}{path}")
    page.wait_for_load_state()
    page.wait_for_timeout(5000)  # a busy server opens sockets late
    page.screenshot(path=PICTURES / name, quality=85)
    page.context.close()


if __name__ == "__main__":
    main()
