"""The web server's application with `careless` claims: `product.web(app="tests.support.careless_site")`."""

from flashmob.wsgi import application  # noqa: I001 - first: it sets up Django
from events.domain import places
from tests.support import careless

__all__ = ["application"]

careless.PAUSE = 0.5  # long enough for others on a busy machine to look as well
places.claim = careless.look_then_write
