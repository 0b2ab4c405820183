"""Benches, run by hand: `python -m tests.rendimiento.certificados`. Django is set up here, so that
each bench can import models at its top."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()
