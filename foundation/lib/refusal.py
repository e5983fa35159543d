"""The root of each app's one exception for "refused, and here is the sentence for the person"."""


class Refused(Exception):
    """Not a bug: the person cannot have this. `str(error)` is the sentence to show."""
