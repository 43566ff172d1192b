"""Chromium for the pages of this folder; without one those tests are skipped, and say so."""

import os
import shutil

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in this thread


@pytest.fixture(scope="session")
def browser_type_launch_args():
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.skip("no Chromium on this machine: pages were not looked at in a browser")
    return {"executable_path": found, "args": ["--no-sandbox", "--disable-gpu"]}
