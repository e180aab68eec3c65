"""Round bounds for an axis. Pure."""

import math


def bounds(values: list[float], steps: int = 5) -> tuple[float, float, float]:
    """The lowest and highest value of an axis and its step, all round numbers, with room at both ends."""
    low, high = min(values), max(values)
    spread = (high - low) or abs(high) or 1.0
    step = round_step(spread * 1.2 / steps)
    start = math.floor((low - spread * 0.1) / step) * step
    if low >= 0:
        start = max(start, 0.0)
    end = math.ceil((high + spread * 0.1) / step) * step
    return start, end, step


def round_step(step: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step)
