"""Every address of the site. Each app brings its own; composed pages and flows come first."""

urlpatterns: list = []
