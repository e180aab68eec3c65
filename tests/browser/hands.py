"""A person's hands: every click, choice and typed field counts as one interaction."""

from playwright.sync_api import BrowserContext, Locator, Page


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


class Keyboard:
    """Works a site by keys alone: nothing here clicks, fills or focuses by script."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def at(cls, address: str, context: BrowserContext, username: str, password: str) -> "Keyboard":
        """Come in through the sign-in page."""
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.goto(f"{address}/accounts/login/")
        keyboard = cls(page)
        keyboard.write(page.locator("input[name=username]"), username)
        keyboard.write(page.locator("input[name=password]"), password)
        keyboard.follow("Enter")
        return keyboard

    def reach(self, target: Locator, *, backwards: bool = False, most: int = 250) -> None:
        """Walk with the tabulator until the focus is there, and see that it shows."""
        for _ in range(most):
            if target.evaluate("e => e === document.activeElement"):
                box, height = target.bounding_box(), self.page.evaluate("innerHeight")
                assert box is not None and -1 < box["y"] + box["height"] <= height + 1, box
                return
            self.page.keyboard.press("Shift+Tab" if backwards else "Tab")
        raise AssertionError(f"the keyboard never reached {target}")

    def press(self, target: Locator, key: str = "Enter") -> None:
        """Reach a control and press a key that stays on the page."""
        self.reach(target)
        self.page.keyboard.press(key)

    def go(self, target: Locator) -> None:
        """Reach a link or a button and follow it to the next page."""
        self.reach(target)
        self.follow("Enter")

    def follow(self, key: str) -> None:
        """Press a key that leads to another page and wait for that."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def write(self, target: Locator, text: str) -> None:
        """Type over what stands in a field."""
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, target: Locator, value: str, *, most: int = 12) -> None:
        """Walk a list or a group of choices with the arrows to the one with a value."""
        now = "e => e.tagName === 'SELECT' ? e.value : document.activeElement.value"
        for _ in range(most):
            if target.evaluate(now) == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never came to {value}")

    def date(self, target: Locator, day: str) -> None:
        """Type a day written 2026-10-20 into a date field, in whichever order the browser's own language asks for it."""
        year, month, date = day.split("-")
        for parts in ((year, month, date), (month, date, year)):
            while target.evaluate("e => e === document.activeElement"):
                self.page.keyboard.press("Shift+Tab")
            self.reach(target)
            for part in parts:
                self.page.keyboard.type(part)
                # A year may have more digits: the others go on by themselves.
                if part == year:
                    self.page.keyboard.press("ArrowRight")
            if target.input_value() == day:
                return
        raise AssertionError(f"{day} could not be typed: {target.input_value()}")

    def said(self) -> Locator:
        """What the page says happened."""
        return self.page.get_by_role("status").first
