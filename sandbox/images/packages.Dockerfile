ARG BASE
FROM $BASE
COPY apt.txt /tmp/apt.txt
RUN set -e; if [ -s /tmp/apt.txt ]; then \
      apt-get update; \
      DEBIAN_FRONTEND=noninteractive xargs --arg-file=/tmp/apt.txt \
        apt-get install --yes --no-install-recommends --; \
    fi; \
    rm -rf /tmp/apt.txt /var/lib/apt/lists/* /var/cache/apt/*
COPY root /
RUN python3 -m compileall -q -j 0 -x /tests/ --invalidation-mode unchecked-hash \
      /usr/local/lib/python3.11/dist-packages
