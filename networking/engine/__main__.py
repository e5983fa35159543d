"""`python -m networking.engine --seconds 1 --seed 1`: an instance as JSON in, the schedule or the error out."""

import argparse
import json
import sys

from networking.engine import instance as instances
from networking.engine.impossible import Impossible
from networking.engine.planning import plan


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m networking.engine", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0, help="about how long to plan, on one core")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same plan")
    asked = parser.parse_args()
    try:
        found = plan(instances.read(json.load(sys.stdin)), seconds=asked.seconds, seed=asked.seed)
    except (ValueError, KeyError, TypeError) as trouble:
        parser.exit(2, f"not an instance: {trouble}\n")
    if isinstance(found, Impossible):
        answer: dict[str, object] = {"error": {"code": found.code, "people": list(found.people)}}
    else:
        answer = {"rounds": found.rounds}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
