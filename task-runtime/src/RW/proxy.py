"""How this run reaches the network: the proxy variables and certificates of its environment."""

from __future__ import annotations

import os
import urllib.request

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
_CERTIFICATES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")


def _setting(name: str) -> str | None:
    return os.environ.get(name) or os.environ.get(name.lower()) or None


def get_proxies() -> dict[str, str]:
    """The ``proxies`` argument of ``requests``: scheme → proxy URL, empty without a proxy."""
    found = {"http": _setting("HTTP_PROXY"), "https": _setting("HTTPS_PROXY"), "no_proxy": _setting("NO_PROXY")}
    return {scheme: value for scheme, value in found.items() if value is not None}


def proxy_for(url: str) -> str | None:
    """The proxy that a call to ``url`` goes through, None where it goes straight (``NO_PROXY``, or no proxy at all)."""
    scheme, _, rest = url.partition("://")
    host = rest.split("/", 1)[0].rsplit("@", 1)[-1]
    if urllib.request.proxy_bypass_environment(host, {"no": _setting("NO_PROXY") or ""}):
        return None
    return get_proxies().get(scheme.lower())


def subprocess_environment() -> dict[str, str]:
    """The variables a child process needs to reach the network as this run does, in both spellings tools look for."""
    environment: dict[str, str] = {}
    for name in _PROXIES:
        value = _setting(name)
        if value is not None:
            environment[name] = environment[name.lower()] = value
    for name in _CERTIFICATES:
        if os.environ.get(name):
            environment[name] = os.environ[name]
    return environment


def verify() -> bool | str:
    """The ``verify`` argument of ``requests``: the path of the environment's CA bundle, else True."""
    for name in _CERTIFICATES[:3]:
        if os.environ.get(name):
            return os.environ[name]
    return True
