"""A column for the hash of a code that its row derives (foundation.lib.codes)."""

from typing import Any

from django.db import models

from foundation.lib import codes


class CodeHash(models.CharField):  # type: ignore[type-arg]
    """The fingerprint of the row's property `of`, worked out whenever the column is saved.

    Codes derive from what is known before the row exists, so a new row is one INSERT, its hashes with it. An UPDATE
    past the model (`queryset.update`) leaves it as it is.
    """

    def __init__(self, *args: Any, of: str, **options: Any) -> None:
        self.of = of
        super().__init__(*args, **{**options, "max_length": 64, "unique": True, "editable": False})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        for fixed in ("max_length", "unique", "editable"):
            del options[fixed]
        return name, path, list(args), {**options, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 - as Django calls it
        fingerprint = codes.fingerprint(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, fingerprint)
        return fingerprint
