# Celery's shared tasks must find this application however the process was started.
from .celery import app as celery_app

__all__ = ["celery_app"]
