# syntax=docker/dockerfile:1

# --- Libraries, from the lock file alone ----------------------------------------------------------
FROM python:3.13-slim-bookworm AS libraries
WORKDIR /app
ENV UV_NO_CONFIG=1 UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
RUN pip install --no-cache-dir --disable-pip-version-check uv
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-default-groups

# --- The application ------------------------------------------------------------------------------
FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --home-dir /app skillmatrix
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=skillmatrix.settings \
    SKILLMATRIX_MANAGED=1 \
    SKILLMATRIX_VAR=/app/var \
    STATIC_ROOT=/app/static-collected
COPY --from=libraries /app/.venv .venv
COPY . .
# Collecting talks to nobody; the settings only want to be complete.
RUN mkdir var && chown skillmatrix var \
    && DATABASE_URL=postgresql://nobody@none/none REDIS_URL=redis://none SECRET_KEY=only-for-building \
       python manage.py collectstatic --no-input --verbosity 0
USER skillmatrix
EXPOSE 8000
# One thread a worker process, as `manage.py up` runs it; scale by processes and containers.
CMD ["granian", "--interface", "wsgi", "skillmatrix.wsgi:application", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "1", "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "30"]
