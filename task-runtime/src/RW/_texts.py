"""Texts of others in our own."""

from __future__ import annotations


def shortened(text: str, most: int) -> str:
    """At most ``most`` characters of ``text`` with an ellipsis where it was longer.

    Right behind what is left: by it the worker knows that the end may be the beginning of a secret, and masks that.
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"
