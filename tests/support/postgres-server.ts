import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import pg from "pg";

import { startEmbeddedDatabase } from "~/platform/embedded-database.server";
import { pruneOldServers } from "./prune-old-servers";

/** The migrated database that `createTestDatabase` copies. */
export const TEMPLATE_DATABASE = "sentinel_template";

const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER_PREFIX = "sentinel-test-postgres-";
const QUIET = { info: () => undefined, warn: () => undefined };

/** The PostgreSQL server that all test files of a run share. */
export interface TestPostgres {
  /** Its maintenance database. */
  url: string;
  stop: () => Promise<void>;
}

/** A migrated, empty database of one's own. */
export interface TestDatabase {
  url: string;
  name: string;
  /** Removes it, whoever is still connected. */
  drop: () => Promise<void>;
}

/** Starts the platform's embedded PostgreSQL in a temporary folder and migrates the template that tests clone. */
export async function startPostgres(): Promise<TestPostgres> {
  await pruneOldServers(FOLDER_PREFIX);
  const dataDir = await mkdtemp(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
  const server = await startEmbeddedDatabase({ dataDir, log: QUIET });
  const url = withDatabase(server.url, "postgres");
  // Nothing here has to survive a power cut, and copying databases is mostly waiting for the disk.
  await runStatement(url, "ALTER SYSTEM SET fsync = off");
  await runStatement(url, "SELECT pg_reload_conf()");
  await runStatement(url, `CREATE DATABASE ${TEMPLATE_DATABASE}`);
  await migrate(withDatabase(url, TEMPLATE_DATABASE));
  return {
    url,
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** `prisma migrate deploy`, as an operator would run it. */
async function migrate(url: string): Promise<void> {
  const prisma = join(PROJECT_ROOT, "node_modules/prisma/build/index.js");
  const env = { ...process.env, DATABASE_URL: url, PRISMA_HIDE_UPDATE_MESSAGE: "1" };
  await promisify(execFile)(process.execPath, [prisma, "migrate", "deploy"], { cwd: PROJECT_ROOT, env });
}

/** The same server's database of another name. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** One statement on a connection of its own (CREATE DATABASE can't run inside a transaction). */
export async function runStatement(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A fresh database with the whole schema: a copy of the server's template, made in some 50 ms. */
export async function createDatabase(server: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await runStatement(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE_DATABASE}`);
  return {
    url: withDatabase(server, name),
    name,
    drop: () => runStatement(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}
