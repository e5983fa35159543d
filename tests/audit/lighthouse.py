"""`python -m tests.audit.lighthouse FOLDER`: Lighthouse over the public pages of the demo in FOLDER/data.

Fails above LCP 1.8 s, CLS 0.05 or 150 ms of blocking (median of three, a phone at half speed), or with an
accessibility score under 100.
"""

import json
import os
import statistics
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.support import browser
from tests.support.ports import answers, free_port, wait_for

PAGES = 3
RUNS = 3
LIMITS = {"largest-contentful-paint": 1800, "cumulative-layout-shift": 0.05, "total-blocking-time": 150}
SLOWDOWN = ["--throttling-method=devtools", "--throttling.cpuSlowdownMultiplier=2"]


def main(folder: Path) -> int:
    port = free_port()
    env = {**os.environ, "DEMO": "true", "DATA_DIR": str(folder / "data"), "PORT": str(port)}
    server = subprocess.Popen([sys.executable, "manage.py", "run"], env=env, stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: answers(port), seconds=90, what="the demo")
        failures = [line for path in paths(port) for line in look(folder, f"http://localhost:{port}{path}")]
    finally:
        server.terminate()
        server.wait(20)
    return 1 if failures else 0


def paths(port: int) -> list[str]:
    """Home, the next evening, its sign-up page."""
    with urllib.request.urlopen(f"http://localhost:{port}/") as answer:
        page = answer.read().decode()
    take = next(part for part in page.split('href="') if "/take/" in part.split('"')[0]).split('"')[0]
    return ["/", take.removesuffix("take/"), take]


def look(folder: Path, url: str) -> list[str]:
    """What is above its limit, after printing the figures."""
    reports = [report(folder, url) for _ in range(RUNS)]
    figures = {name: statistics.median(each["audits"][name]["numericValue"] for each in reports) for name in LIMITS}
    score = min(each["categories"]["accessibility"]["score"] or 0 for each in reports)
    sys.stdout.write(
        f"{url.split('/', 3)[3] or 'home'}: LCP {figures['largest-contentful-paint']:.0f} ms, "
        f"CLS {figures['cumulative-layout-shift']:.3f}, blocking {figures['total-blocking-time']:.0f} ms, "
        f"accessibility {score * 100:.0f}\n"
    )
    return [name for name, limit in LIMITS.items() if figures[name] > limit] + ["accessibility"] * (score < 1)


def report(folder: Path, url: str) -> dict:
    program = folder / "node" / "node_modules" / ".bin" / "lighthouse"
    flags = " ".join(["--headless=new", *browser.FLAGS])
    command = [program, url, "--quiet", "--output=json", "--only-categories=performance,accessibility", *SLOWDOWN]
    command.append(f"--chrome-flags={flags}")
    env = {**os.environ, "CHROME_PATH": browser.program() or ""}
    return json.loads(subprocess.run(command, check=True, capture_output=True, env=env).stdout)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
