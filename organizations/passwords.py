"""Passwords given out by the administrator: shown once, for one sign-in, then replaced by the person's own."""

import secrets
from collections.abc import Callable

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

# Without the letters and figures that look alike on paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4
# 79 random bits need no slow hash, and a whole city hall's accounts are made in one request. The first sign-in
# hashes anew with Django's full number of rounds.
ROUNDS = 10_000


def temporary_password() -> str:
    """Return a password that can be read aloud: four groups of four."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def encoded(password: str) -> str:
    """Return the hash of a temporary password."""
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), iterations=ROUNDS)
    return make_password(password)


class TemporaryPasswordMiddleware:
    """Lead a person with a temporary password to the page where they choose their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.password_is_temporary:
            change = reverse("organizations:password-change")
            if request.path not in {change, reverse("organizations:session-end")}:
                return redirect(change)
        return self.get_response(request)
