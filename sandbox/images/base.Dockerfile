FROM debian:bookworm-slim
COPY packages.txt /packages.txt
RUN apt-get update \
 && xargs apt-get install --yes --no-install-recommends < /packages.txt \
 && rm -rf /var/lib/apt/lists/* /packages.txt
