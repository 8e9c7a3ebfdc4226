"""Resolves HOST and reports what was found."""

import os
import socket
import time


def issue(title, description):
    return {
        "issue title": title,
        "issue severity": 2,
        "issue description": description,
        "issue next steps": "Check the resolver's configuration\nCheck the name with the zone's owner",
    }


def main():
    host = os.environ["HOST"]
    limit = int(os.environ["MAX_MILLISECONDS"])
    started = time.monotonic()
    try:
        answers = socket.getaddrinfo(host, None)
    except socket.gaierror as error:
        return [issue(f"`{host}` does not resolve", str(error))]
    took = (time.monotonic() - started) * 1000
    for address in sorted({answer[4][0] for answer in answers}):
        print(address)
    print(f"resolved in {took:.0f} ms, the limit is {limit} ms")
    if took > limit:
        return [issue(f"`{host}` resolves slowly", f"It took {took:.0f} ms, the limit is {limit} ms.")]
    return []
