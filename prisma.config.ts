import { PrismaPg } from "@prisma/adapter-pg";
import { defineConfig } from "prisma/config";

import { withSystemTypes } from "./prisma/with-system-types";

// The CLI looks for native engines that it never uses here (see docs/decisions/0001): any existing file satisfies it.
process.env.PRISMA_QUERY_ENGINE_LIBRARY ??= process.execPath;
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

// The engine guards its lock with a 10 s timer that it never clears: unreferenced, it no longer delays every exit.
const LOCK_TIMEOUT_MS = 10_000;
const startTimer = globalThis.setTimeout;
globalThis.setTimeout = Object.assign((run: () => void, delayMs?: number) => {
  const timer = startTimer(run, delayMs);
  if (delayMs === LOCK_TIMEOUT_MS) timer.unref();
  return timer;
}, startTimer) as typeof setTimeout;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  experimental: { adapter: true },
  engine: "js",
  adapter: async () =>
    withSystemTypes(new PrismaPg({ connectionString: process.env.DATABASE_URL, idleTimeoutMillis: 100 })),
});
