from foundation.lib.refusal import Refused


class NetworkingRefused(Refused):
    """What people meeting cannot be allowed, with the sentence for the person."""
