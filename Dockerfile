# The service in a container: small, as an account without rights, on a file system that may be read only.
#   docker build -t tenderlaw .
#   docker run --read-only --tmpfs /tmp -v tenderlaw:/data -p 127.0.0.1:8000:8000 tenderlaw
# More in docs/running.md.
ARG PYTHON=3.12-slim-bookworm

FROM python:${PYTHON} AS build
# the Rete engine is built from C
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
COPY constraints.txt pyproject.toml README.md LICENSE CHANGELOG.md ./
COPY deploy/locked.py deploy/
ARG EXTRAS=serve,documents,redline,batch
# what is needed and nothing more, each file by its digest
RUN python deploy/locked.py "${EXTRAS}" > locked.txt && \
    python -m venv /opt/tenderlaw && \
    /opt/tenderlaw/bin/pip install --quiet --require-hashes --requirement locked.txt
COPY engine engine
COPY jurisdictions jurisdictions
COPY policies policies
COPY clause_templates clause_templates
COPY lists lists
COPY referral referral
RUN pip wheel --quiet --no-deps --wheel-dir dist . && \
    /opt/tenderlaw/bin/pip install --quiet --no-deps dist/*.whl && \
    /opt/tenderlaw/bin/pip uninstall --quiet --yes pip && \
    /opt/tenderlaw/bin/python -m compileall -q -j 0 /opt/tenderlaw/lib

FROM python:${PYTHON}
RUN groupadd --gid 10001 tenderlaw && \
    useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin tenderlaw && \
    install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=build /opt/tenderlaw /opt/tenderlaw
ENV PATH=/opt/tenderlaw/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TENDERLAW_HOST=0.0.0.0 \
    TENDERLAW_PORT=8000 \
    TENDERLAW_DATABASE=sqlite:////data/tenderlaw.sqlite
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-I", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['TENDERLAW_PORT'] + '/readyz', timeout=4)"]
ENTRYPOINT ["tenderlaw"]
CMD ["serve"]
