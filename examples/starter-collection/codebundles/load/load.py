"""Raises an issue when the load of five minutes is above the limit."""

import os


def main():
    limit = float(os.environ["MAX_LOAD_PER_PROCESSOR"])
    processors = os.cpu_count() or 1
    one, five, fifteen = (value / processors for value in os.getloadavg())
    print(f"Load per processor: {one:.2f} (1 min), {five:.2f} (5 min), {fifteen:.2f} (15 min)")
    if five <= limit:
        return []
    return [
        {
            "issue title": "The processors are overloaded",
            "issue severity": 3,
            "issue description": f"Load per processor is {five:.2f} over five minutes, the limit is {limit:g}.",
            "issue next steps": "Find the programs that use most processor time\nMove or limit one of them",
        }
    ]
