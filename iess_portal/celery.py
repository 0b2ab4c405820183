"""The Celery application. A message carries one id: the row it names is the queue."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iess_portal.settings")
app = Celery("iess_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
