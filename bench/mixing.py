"""Plan every published case and score it: `python -m bench.mixing [--seconds 1] [--seed 1]`."""

import argparse
import json
import time
from pathlib import Path

from bench import score
from networking.engine import Impossible, plan
from networking.engine.instance import read

CASES = Path(__file__).parent.parent / "tests" / "data" / "mixing" / "cases.json"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    gaps = []
    for case in json.loads(CASES.read_text())["cases"]:
        began = time.process_time()
        found = plan(read(score.export(case)), seconds=asked.seconds, seed=asked.seed)
        took = time.process_time() - began
        is_none = isinstance(found, Impossible)
        seen = score.score(case, {"error": vars(found)} if is_none else {"rounds": found.rounds})
        best = (case.get("best_known") or {}).get("score", 100.0)
        gaps.append(best - seen["score"])
        print(
            f"{case['id']:22} {'valid' if seen['valid'] else 'BROKEN':6} score {seen['score']:7.3f} "
            f"best known {best:7.3f} coverage {seen.get('coverage')} mix {seen.get('sector_mix')} {took:5.2f} s"
        )
    print(f"below best known: {max(gaps):.3f} at most, {sum(gaps) / len(gaps):.3f} on average")


if __name__ == "__main__":
    main()
