import base64
import json
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class File:
    """A file in a mail. `method`: "REQUEST" or "CANCEL" for a diary file; `content_id` for an inline picture."""

    DIARY: ClassVar = "text/calendar"

    name: str
    mime: str
    content: bytes
    method: str = ""
    content_id: str = ""


class FileEncoder(json.JSONEncoder):
    """Files as they stand in a mail's row."""

    def default(self, o: object) -> Any:
        if isinstance(o, File):
            return {**vars(o), "content": base64.b64encode(o.content).decode()}
        return super().default(o)


class FileDecoder(json.JSONDecoder):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options, object_hook=_read)


def _read(stored: dict[str, str]) -> File:
    return File(**{**stored, "content": base64.b64decode(stored["content"])})  # type: ignore[arg-type]
