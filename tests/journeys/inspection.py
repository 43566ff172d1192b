"""What must hold for every page: readable to machines that read aloud, at every size, from here."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Width in CSS pixels, and whether in 大字版. 320 is the smallest phone; 640 a desk screen at 200%.
SIZES = ((320, False), (320, True), (640, False), (1280, True))
TARGET = {False: 44, True: 60}

# Links inside a sentence may be as low as their line (WCAG 2.5.8); a tick counts with its label.
_MEASURE = """target => {
  const root = document.documentElement;
  const name = (element) => (element.getAttribute("aria-label") || element.textContent || element.name).trim().slice(0, 20);
  const inSentence = (element) =>
    getComputedStyle(element).display === "inline" && element.closest("p, dd, li, td, span, label");
  const small = [...document.querySelectorAll("a, button, input, select, textarea, summary")]
    .map((element) => [element, (element.closest("label") || element).getBoundingClientRect()])
    .filter(([element, box]) => box.width && element.type !== "hidden" && !element.matches(".skip"))
    .filter(([element, box]) => box.height < target - 0.5 && !inSentence(element))
    .map(([element, box]) => `“${name(element)}” is ${Math.round(box.height)} high`);
  const over = root.scrollWidth - root.clientWidth;
  return over > 0 ? [`scrolls sideways by ${over}`, ...small] : small;
}"""


def faults(page: Page) -> list[str]:
    """Everything wrong with the page as it is open now, at every size."""
    # A click returns once the next page has begun, which may not have an element yet.
    page.wait_for_load_state()
    lang = page.locator("html").get_attribute("lang")
    found = [] if lang == "zh-Hans" else [f"lang is {lang}"]
    found += [_said(violation) for violation in Axe().run(page).response["violations"]]
    before = page.viewport_size
    for width, large in SIZES:
        page.set_viewport_size({"width": width, "height": 740})
        page.evaluate("large => document.documentElement.classList.toggle('elder', large)", large)
        at = f"{width}px{'大字版' * large}"
        found += [f"{at}: {fault}" for fault in page.evaluate(_MEASURE, TARGET[large])]
    page.set_viewport_size(before)
    return found


def _said(violation: dict) -> str:
    places = ", ".join(node["html"][:100] for node in violation["nodes"][:3])
    return f"{violation['id']}: {places}"


def strangers(page: Page, site: str) -> list[str]:
    """Addresses of other hosts that the page asks for, from now on."""
    asked: list[str] = []

    def listen(request) -> None:
        if not request.url.startswith((site, "data:", "blob:")):
            asked.append(request.url)

    page.context.on("request", listen)
    return asked
