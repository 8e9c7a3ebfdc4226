"""1 when HOST resolves within MAX_MILLISECONDS, else 0."""

import os
import socket
import time


def main():
    host = os.environ["HOST"]
    started = time.monotonic()
    try:
        socket.getaddrinfo(host, None)
    except socket.gaierror as error:
        print(f"{host} does not resolve: {error}")
        return 0
    took = (time.monotonic() - started) * 1000
    print(f"{host} resolved in {took:.0f} ms")
    return 1 if took <= int(os.environ["MAX_MILLISECONDS"]) else 0
