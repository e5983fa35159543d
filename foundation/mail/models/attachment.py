from django.db import models

from .message import Message


class Attachment(models.Model):
    """A file of a message. `method` marks a diary file (iTIP REQUEST or CANCEL); `content_id` an inline picture."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=100)
    mime = models.CharField(max_length=60)
    content = models.BinaryField()
    method = models.CharField(max_length=10, blank=True)
    content_id = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name
