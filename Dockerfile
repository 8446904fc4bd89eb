# docker build --tag aibom .   then   docker run --rm -v "$PWD:/src" aibom list
FROM node:22-slim AS build
WORKDIR /aibom
COPY . .
RUN npm ci --no-audit --no-fund && npm pack --silent --pack-destination /tmp && mv /tmp/aibom-*.tgz /tmp/aibom.tgz

FROM node:22-slim
# git reads repositories that are named by their URL; of a Debian release there is one version at a time
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends git ca-certificates && rm -rf /var/lib/apt/lists/*
COPY --from=build /tmp/aibom.tgz /tmp/aibom.tgz
RUN npm install --global --no-audit --no-fund /tmp/aibom.tgz && rm /tmp/aibom.tgz
# the user of the image that is called node
USER 1000
WORKDIR /src
ENTRYPOINT ["aibom"]
