"""From installed packages we serve two files under our own names, and nothing else of them."""

import subprocess
import sys
from pathlib import Path

from django.contrib.staticfiles import finders

from tests import processes
from unionportal.assets import FILES, PackageFinder, Storage

ROOT = Path(__file__).parents[2]


def test_only_the_two_files_are_listed():
    assert [name for name, _ in PackageFinder().list([])] == list(FILES)


def test_they_are_found_by_our_name():
    assert Path(finders.find("vendor/bootstrap.min.css")).name == "bootstrap.min.css"
    assert Path(finders.find("vendor/htmx.min.js")).name == "htmx-2.min.js"


def test_nothing_else_of_the_packages_is_found():
    assert finders.find("vendor/bootstrap.css") is None
    assert PackageFinder().find("css/bootstrap.min.css", find_all=True) == []


def test_no_source_map_is_referred_to():
    for name, storage in PackageFinder().list([]):
        with storage.open(name) as file:
            content = file.read()
        assert len(content) > 10_000
        assert b"sourceMappingURL" not in content


def test_collectstatic_hashes_and_compresses_them(tmp_path):
    code = (
        "import django; from django.conf import settings; django.setup();"
        f"settings.STATIC_ROOT = {str(tmp_path)!r};"
        "from django.core.management import call_command;"
        "call_command('collectstatic', interactive=False, verbosity=0)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=processes.environment() | {"DJANGO_SETTINGS_MODULE": "unionportal.settings"}, check=True)  # fmt: skip
    vendor = {path.name for path in (tmp_path / "vendor").iterdir()}
    assert {"bootstrap.min.css", "bootstrap.min.css.br", "htmx.min.js", "htmx.min.js.br"} <= vendor
    assert (tmp_path / "staticfiles.json").exists()


def test_the_address_of_a_file_is_worked_out_once(tmp_path):
    storage = Storage(location=tmp_path, base_url="/static/")
    storage.hashed_files = {"css/portal.css": "css/portal.0123.css"}
    assert storage.url("css/portal.css") == "/static/css/portal.0123.css"
    storage.hashed_files = {}
    assert storage.url("css/portal.css") == "/static/css/portal.0123.css"
