"""Rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import get_resolver

ROOT = Path(__file__).parent.parent
PACKAGES = ("attendees", "events", "flashmob", "foundation", "networking", "payments")
SOURCES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))

# Whose addresses the templates of an app may name: its own and those below. Composed pages and shared pieces, any.
KNOWS = {
    "events": {"events", ""},
    "attendees": {"attendees", "events", ""},
    "payments": {"payments", "attendees", "events", ""},
    "networking": {"networking", "attendees", "events", ""},
    "account": {"accounts", ""},
    "mfa": {""},
    "usersessions": {""},
}


def relative(path):
    return str(path.relative_to(ROOT))


def imported(source):
    """The modules that a file imports, `from a import b` as a.b."""
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_domain_knows_neither_requests_nor_pages():
    wrong = [
        f"{relative(source)}: {module}"
        for source in SOURCES
        if "domain" in source.parts
        for module in imported(source)
        if module.startswith(("django.http", "django.shortcuts", "celery"))
    ]

    assert wrong == []


def test_no_module_is_named_after_nothing():
    empty = {"utils.py", "util.py", "helpers.py", "services.py", "common.py", "misc.py", "managers.py"}

    assert [relative(source) for source in SOURCES if source.name in empty] == []


def test_each_app_has_one_migration_until_the_first_release():
    numbers = {}
    for migration in ROOT.glob("**/migrations/0*.py"):
        if not {".venv", "build"} & set(migration.parts):
            numbers.setdefault(relative(migration.parent), []).append(migration.name)

    assert {app: names for app, names in numbers.items() if names != ["0001_initial.py"]} == {}


@pytest.mark.parametrize("template", TEMPLATES, ids=relative)
def test_template_names_addresses_of_its_app_and_below(template):
    folders = template.relative_to(ROOT / "templates").parts[:-1]
    app = folders[1] if folders[:1] == ("emails",) and len(folders) > 1 else "".join(folders[:1])
    named = re.findall(r"""{%-?\s*url\s+["']([\w:-]+)["']""", template.read_text())

    wrong = [name for name in named if app in KNOWS and name.rpartition(":")[0] not in KNOWS[app]]

    assert wrong == []


def test_template_names_addresses_that_exist():
    names = set(get_resolver().reverse_dict) | {
        f"{space}:{name}"
        for space, (_, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
    }
    named = {
        (relative(template), name)
        for template in TEMPLATES
        for name in re.findall(r"""{%-?\s*url\s+["']([\w:-]+)["']""", template.read_text())
    }

    assert sorted((template, name) for template, name in named if name not in names) == []


def test_env_example_names_every_setting_and_no_other():
    read = re.findall(r"""(?:env\.\w+|required)\(\s*"([A-Z_]+)\"""", (ROOT / "flashmob/settings.py").read_text())
    shown = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert sorted(shown) == sorted(set(read))


def test_decisions_are_numbered_once_each():
    files = sorted((ROOT / "docs/decisions").glob("0*.md"))
    titles = [file.read_text().partition("\n")[0] for file in files]

    numbers = [int(re.match(r"# (\d+)\. \S", title)[1]) for title in titles]
    assert numbers == [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
