"""How gunicorn serves the portal, under `manage.py portal` and in the container alike."""

import os

from gunicorn.glogging import Logger

from iess_portal.bitacora import FormatoReservado
from iess_portal.supervisor import morir_con_el_padre

wsgi_app = "iess_portal.wsgi:application"
worker_class = "gthread"
workers = 2
threads = 4
# The application is read once and shared by the workers: half the start and half the memory.
preload_app = True
timeout = 60
graceful_timeout = 25
loglevel = "warning"


class Bitacora(Logger):
    """gunicorn's own lines, made as discreet as the portal's.

    When an answer breaks half sent, such as the ZIP of a case, they would tell its path.
    """

    def setup(self, cfg):
        super().setup(cfg)
        for salida in self.error_log.handlers:
            salida.setFormatter(FormatoReservado(self.error_fmt, self.datefmt))


logger_class = Bitacora
# No access log: the paths of the tracking pages hold their secrets.
accesslog = None
# No header of a request becomes a WSGI variable of the server, not even from this machine.
forwarder_headers = ""
# The default path of the socket is one per user: two portals of one user would fight for it.
control_socket_disable = True
# The heartbeat file must not wait for a disk.
if os.path.isdir("/dev/shm"):  # noqa: S108 — gunicorn makes a private file in it
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def post_fork(server, worker):
    morir_con_el_padre(server.pid)
