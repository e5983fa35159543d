import re

import pytest
from django.core.management import call_command


@pytest.fixture
def collected(settings, tmp_path):
    """The folder of static files as a server has it."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "flashmob.files.StaticFiles"}}
    call_command("collectstatic", verbosity=0, interactive=False)
    return tmp_path


@pytest.mark.slow
def test_modules_of_the_door_import_each_other_by_the_hash_of_what_is_in_them(collected):
    folder = collected / "js/door"
    hashed = sorted(path for path in folder.glob("*.js") if re.search(r"\.[0-9a-f]{12}\.js$", path.name))
    imported = {found for path in hashed for found in re.findall(r'from "\./([^"]+)"', path.read_text())}

    assert len(hashed) >= 10
    assert imported <= {path.name for path in hashed}
