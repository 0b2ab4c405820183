# One image for the three programs of the portal: web, worker and relay.
FROM python:3.11-slim AS bibliotecas
RUN python -m venv /opt/portal
COPY requirements.lock /tmp/requirements.lock
RUN /opt/portal/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes \
      --only-binary :all: --requirement /tmp/requirements.lock \
    && /opt/portal/bin/pip uninstall --yes --quiet pip setuptools

FROM python:3.11-slim
ENV PATH=/opt/portal/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VAR=/datos
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin portal \
    && install --directory --owner portal --group portal --mode 0700 /datos \
    && /usr/local/bin/python -m pip uninstall --yes --quiet --root-user-action ignore pip
COPY --from=bibliotecas /opt/portal /opt/portal
COPY . /portal
WORKDIR /portal
# The static files belong to the image: they change with the code and never with the data.
ENV PORTAL_ESTATICOS=/portal/estaticos
RUN VAR=/tmp/var python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/var \
    && python -m compileall -q /portal
USER 10001:10001
EXPOSE 8000
# The portal answers only to its own name.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import os, urllib.parse as p, urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/salud/viva', headers={'Host': p.urlsplit(os.environ['PORTAL_URL']).hostname}), timeout=4)"]
CMD ["gunicorn", "--config", "python:iess_portal.gunicorn_conf", "--bind", "0.0.0.0:8000"]
