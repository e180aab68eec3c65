"""A person's hands: every click, choice and typed field counts as one interaction."""

from playwright.sync_api import Locator, Page


class Hands:
    """Works a page and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.interactions = 0

    def click(self, target: Locator) -> None:
        """One click."""
        self.interactions += 1
        target.click()

    def type(self, label: str, text: str) -> None:
        """One field filled in."""
        self.interactions += 1
        self.page.get_by_label(label, exact=False).first.fill(text)

    def choose(self, word: str) -> None:
        """One choice of a grade."""
        self.interactions += 1
        self.page.get_by_role("radio", name=word, exact=True).check()


def tab_to(page: Page, selector: str, *, most: int = 120) -> None:
    """Walk with the tabulator until the focus is on the first element of a selector."""
    for _ in range(most):
        if page.evaluate(
            "s => document.activeElement && document.activeElement.matches(s)", selector
        ):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reached {selector}")
