from .lease import Lease

__all__ = ["Lease"]
