"""Static files: the few we serve out of installed packages, and the addresses of all of them."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Name under STATIC_URL -> package and file. Whole packages would make collectstatic take a minute.
FILES = {
    "vendor/bootstrap.min.css": ("bootstrap", "css/bootstrap.min.css"),
    "vendor/htmx.min.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
}
SOURCE_MAP = b"/*# sourceMappingURL="


def source(name: str) -> Path:
    package, path = FILES[name]
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"{package} is not installed")
    return Path(spec.submodule_search_locations[0]) / path


class PackageStorage(FileSystemStorage):
    """Read-only: our name of a file -> the file inside its package."""

    def path(self, name: str) -> str:
        return str(source(name))

    def _open(self, name: str, mode: str = "rb") -> File:
        # The source map is not served, and a reference to it would stop collectstatic.
        return ContentFile(source(name).read_bytes().partition(SOURCE_MAP)[0], name)


class PackageFinder(BaseFinder):
    storage = PackageStorage()

    def check(self, **kwargs) -> list:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs):
        if path not in FILES:
            return []
        found = str(source(path))
        return [found] if find_all else found

    def list(self, ignore_patterns) -> Iterator[tuple[str, PackageStorage]]:
        for name in FILES:
            if not matches_patterns(name, ignore_patterns):
                yield name, self.storage


class Storage(CompressedManifestStaticFilesStorage):
    """Works out the address of a file once: what has been collected stays while a process runs."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        if name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]
