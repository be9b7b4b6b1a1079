import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import type { Logger } from "pino";

import { childEnvironment } from "./env.server";

const MIGRATIONS_DIR = join("prisma", "migrations");
/** While waiting: a line every so many seconds. */
const SAY_EVERY = 10;

/** Names of the migrations this version of the code has and the database lacks. Empty when they agree. */
export async function listMissingMigrations(databaseUrl: string): Promise<string[]> {
  const known = readdirSync(MIGRATIONS_DIR, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  // The query that was running is rejected; an error nobody listens for would end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const table = await client.query("SELECT to_regclass('_prisma_migrations') AS name");
    if (table.rows[0]?.name === null) return known.map((entry) => entry.name);
    const applied = await client.query<{ migration_name: string }>(
      "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL",
    );
    const names = new Set(applied.rows.map((row) => row.migration_name));
    return known.map((entry) => entry.name).filter((name) => !names.has(name));
  } finally {
    await client.end();
  }
}

/**
 * Runs `prisma migrate deploy` when something is missing (asking first saves a second at every start).
 *
 * @throws Error with the end of the tool's output when it fails.
 */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const missing = await listMissingMigrations(databaseUrl);
  if (missing.length === 0) return missing;

  const require = createRequire(pathToFileURL(join(process.cwd(), "package.json")));
  const cli = join(dirname(require.resolve("prisma/package.json")), "build", "index.js");
  await new Promise<void>((done, fail) => {
    const child = spawn(process.execPath, [cli, "migrate", "deploy"], {
      env: { ...childEnvironment({ DATABASE_URL: databaseUrl }), CHECKPOINT_DISABLE: "1", NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    child.once("error", fail);
    child.once("close", (code) => {
      if (code === 0) done();
      else fail(new Error(`prisma migrate deploy failed: ${output.trim().slice(-2000)}`));
    });
  });
  return missing;
}

/**
 * Waits until the database has every migration this version needs: one of one's own may still be starting, and is
 * brought up to date by its operator (`npm run db:migrate`). Says what it waits for.
 */
export async function waitForSchema(databaseUrl: string, log: Logger): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      const missing = await listMissingMigrations(databaseUrl);
      if (missing.length === 0) return;
      if (tries % SAY_EVERY === 0)
        log.error({ missing }, "the database lacks migrations: run npm run db:migrate; waiting for it");
    } catch (error) {
      if (tries % SAY_EVERY === 0) log.error({ err: error }, "the database can't be reached, waiting for it");
    }
    await new Promise((done) => setTimeout(done, 1_000));
  }
}
