# The service in a container: small, as an account without rights, on a file system that may be read only.
#   docker build -t tenderlaw .
#   docker run --read-only --tmpfs /tmp:exec -v tenderlaw:/data -p 127.0.0.1:8000:8000 --stop-timeout 30 tenderlaw
# More in docs/running.md.
ARG PYTHON=3.12-slim-bookworm

# what others made: changes only with the pins, and so is fetched again only then
FROM python:${PYTHON} AS libraries
# the Rete engine is built from C
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
COPY constraints.txt pyproject.toml ./
COPY deploy/locked.py deploy/
ARG EXTRAS=serve,documents,redline,batch
# what is needed and nothing more, each file by its digest; of pyarrow not what fetches from other machines
RUN python deploy/locked.py "${EXTRAS}" > locked.txt && \
    python -m venv --without-pip /opt/tenderlaw && \
    pip --python /opt/tenderlaw/bin/python install --quiet --require-hashes --requirement locked.txt && \
    cd /opt/tenderlaw/lib/python3.*/site-packages && \
    find . -type d -name tests -prune -exec rm -r {} + && \
    if [ -d pyarrow ]; then \
        rm -r pyarrow/include pyarrow/src pyarrow/*flight* pyarrow/*_s3* && \
        /opt/tenderlaw/bin/python -c "import duckdb, pyarrow.compute, pyarrow.dataset, pyarrow.parquet"; \
    fi

FROM libraries AS program
COPY README.md LICENSE CHANGELOG.md ./
COPY engine engine
COPY jurisdictions jurisdictions
COPY policies policies
COPY clause_templates clause_templates
COPY lists lists
COPY referral referral
RUN pip wheel --quiet --no-deps --wheel-dir dist . && \
    pip --python /opt/tenderlaw/bin/python install --quiet --no-deps --prefix /program dist/*.whl

FROM python:${PYTHON}
RUN groupadd --gid 10001 tenderlaw && \
    useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin tenderlaw && \
    install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=libraries /opt/tenderlaw /opt/tenderlaw
COPY --from=program /program /opt/tenderlaw
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
# without a library for HTTP, which takes longer to be read than the answer
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-I", "-S", "-c", "import os, socket; s = socket.create_connection(('127.0.0.1', int(os.environ['TENDERLAW_PORT'])), 4); s.sendall(b'GET /readyz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n'); raise SystemExit(b' 200 ' not in s.recv(20))"]
ENTRYPOINT ["tenderlaw"]
CMD ["serve"]
