"""The Celery application. A message carries one id: the queue is the rows themselves."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iess_portal.settings")
app = Celery("iess_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
