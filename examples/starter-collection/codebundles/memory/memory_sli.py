"""Share of memory, in percent, that a program could still get."""

import re
import subprocess
import sys


def available_percent():
    if sys.platform == "darwin":
        text = subprocess.run(["vm_stat"], capture_output=True, text=True, check=True).stdout
        pages = {name: int(count) for name, count in re.findall(r"^(.+?):\s+(\d+)\.", text, re.M)}
        free = pages["Pages free"] + pages["Pages inactive"] + pages.get("Pages speculative", 0)
        used = pages["Pages active"] + pages["Pages wired down"] + pages.get("Pages occupied by compressor", 0)
        return 100.0 * free / (free + used)
    with open("/proc/meminfo") as file:
        kib = {line.split(":")[0]: int(line.split()[1]) for line in file}
    return 100.0 * kib["MemAvailable"] / kib["MemTotal"]


def main():
    percent = available_percent()
    print(f"{percent:.1f} % of memory is available")
    return round(percent, 1)
