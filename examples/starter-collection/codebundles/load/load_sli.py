"""Load of the last minute per processor."""

import os


def main():
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"The load is {load:.2f} per processor")
    return round(load, 3)
