"""The check digit of a 全国地方公共団体コード."""

from django.core.exceptions import ValidationError

LENGTH = 6


def check_digit(first_five: str) -> int:
    """Return the sixth digit: weights 6 to 2, modulus 11 (総務省 全国地方公共団体コード仕様)."""
    total = sum(
        int(digit) * weight for digit, weight in zip(first_five, range(6, 1, -1), strict=True)
    )
    return (11 - total % 11) % 10


def validate_municipality_code(code: str) -> None:
    """Refuse a code that is not six digits or whose check digit is wrong.

    Raises:
        ValidationError: with a Japanese message.
    """
    if len(code) != LENGTH or not (code.isascii() and code.isdigit()):
        raise ValidationError("全国地方公共団体コードは半角数字６桁で入力してください。")
    if int(code[5]) != check_digit(code[:5]):
        raise ValidationError("全国地方公共団体コードの検査数字（６桁目）が合いません。")
