"""Golden files: what a mail said when somebody last read it. `UPDATE_GOLDEN=1 pytest tests/mails` writes them anew;
then read the difference before it is committed.
"""

import os
import re
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data" / "golden"
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"
CODE = re.compile(r"\b[0-9a-hjkmnp-tv-z]{26}\b")


def check(name: str, content: str) -> None:
    """`content` is that of the golden file `name`, secrets apart; both are compared line by line."""
    file = FOLDER / name
    seen = CODE.sub("<code>", content).replace("\r\n", "\n")
    if UPDATE:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(seen)
    assert file.exists(), f"{name} is new: read it, then UPDATE_GOLDEN=1 pytest tests/mails"
    assert seen.splitlines() == file.read_text().splitlines()


def names() -> set[str]:
    """The golden files there are."""
    return {str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*") if file.is_file()}
