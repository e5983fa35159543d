"""Every address of the site. Each app brings its own; composed pages and flows come first."""

from django.urls import path

urlpatterns: list = []
