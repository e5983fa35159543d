from .file import File
from .message import Message

__all__ = ["File", "Message"]
