#!/usr/bin/env python
"""Run one management command. `make manage ARGS="…"` brings the servers up first."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionportal.settings")
    if sys.argv[1:2] != ["runserver"]:
        os.environ.setdefault("STATEMENT_SECONDS", "0")
    execute_from_command_line(sys.argv)
