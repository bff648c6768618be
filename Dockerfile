# syntax=docker/dockerfile:1
# One image for the three processes of the Procfile: web (the default), worker, release.
FROM python:3.12-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv /venv && /venv/bin/pip install --quiet --require-hashes -r requirements.txt

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin intake \
    && install -d -o intake -g intake -m 700 /data
COPY --from=build /venv /venv
WORKDIR /app
COPY flows ./flows
COPY bot ./bot
COPY webhooks ./webhooks
COPY staff ./staff
COPY simulator ./simulator
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ENV=production DATA_DIR=/data PORT=8000
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-m", "bot", "healthy"]
CMD ["python", "-m", "bot", "web", "--host", "0.0.0.0"]
