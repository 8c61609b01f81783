# One image for web, worker, scheduler and the one-shot migration; docker-compose.yml says which command runs where.
FROM python:3.11-slim-bookworm AS packages
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.txt /
RUN pip install --no-cache-dir --require-hashes -r /requirements.txt

FROM packages AS static
WORKDIR /app
COPY . .
# The key signs nothing here: it only lets the settings load, and stays in this stage.
RUN python -m tools.build_fonts \
    && VETTED_SECRET_KEY=build VETTED_DATA_DIR=/tmp/data VETTED_STATIC_ROOT=/app/collected python manage.py collectstatic --no-input

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin vetted \
    && install -d -o vetted -g vetted /data
COPY --from=packages /venv /venv
COPY --from=static /app /app
ENV PATH=/venv/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VETTED_DATA_DIR=/data \
    VETTED_STATIC_ROOT=/app/collected \
    VETTED_LOG_FORMAT=json
WORKDIR /app
USER vetted
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "-c", "config/gunicorn.py", "-b", "0.0.0.0:8000"]
