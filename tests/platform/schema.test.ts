import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import pg from "pg";
import { expect, inject, test } from "vitest";

import { createTestDatabase } from "../support/postgres";

const run = promisify(execFile);

/** Partial indexes: a migration makes them, and Prisma's schema has no words for them. */
const PARTIAL_INDEXES = [
  "alert_events_silence_idx",
  "alerts_earlier_hashes_idx",
  "alerts_paged_idx",
  "alerts_replaced_by_hash_idx",
  "audit_checkpoints_retention_idx",
  "deliveries_group_idx",
  "deliveries_held_idx",
  "deliveries_parked_idx",
  "deliveries_unsent_idx",
  "escalations_running_channel_key",
];

/** Everything the schema says of a database, as sorted lines. */
const CATALOGUE = `
  SELECT 'column ' || table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable || ' ' ||
         coalesce(column_default, '') || ' ' || coalesce(numeric_precision::text, '') || ' ' ||
         coalesce(datetime_precision::text, '') AS line
  FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
  UNION ALL SELECT 'index ' || indexdef FROM pg_indexes
  WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
  UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype NOT IN ('n', 't')
    AND conrelid <> coalesce(to_regclass('_prisma_migrations'), 0)
  UNION ALL SELECT 'enum ' || typname || ' ' || string_agg(enumlabel, ',' ORDER BY enumsortorder)
  FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid GROUP BY typname
  ORDER BY 1`;

async function withClient<T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

async function catalogueOf(url: string): Promise<string[]> {
  return withClient(url, async (client) =>
    (await client.query<{ line: string }>(CATALOGUE)).rows.map((row) => row.line),
  );
}

test("what the migrations make is what the schema says", async () => {
  const server = inject("postgresUrl");
  const migrated = await createTestDatabase();
  const name = `schema_${randomBytes(6).toString("hex")}`;
  await withClient(server, (client) => client.query(`CREATE DATABASE ${name}`));
  const pushed = new URL(server);
  pushed.pathname = `/${name}`;

  const { stdout } = await run(
    process.execPath,
    [
      "node_modules/prisma/build/index.js",
      "migrate",
      "diff",
      "--from-empty",
      "--to-schema-datamodel",
      "prisma/schema.prisma",
      "--script",
    ],
    { env: { ...process.env, DATABASE_URL: server, CHECKPOINT_DISABLE: "1" }, maxBuffer: 4_000_000 },
  );
  await withClient(pushed.href, (client) => client.query(stdout));

  const isPartial = (line: string) =>
    PARTIAL_INDEXES.some((name) => new RegExp(`^index CREATE (UNIQUE )?INDEX ${name} `).test(line));
  const made = await catalogueOf(migrated.url);
  expect(made.filter((line) => !isPartial(line))).toEqual(await catalogueOf(pushed.href));
  expect(made.filter(isPartial)).toHaveLength(PARTIAL_INDEXES.length);
  await withClient(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  await migrated.drop();
});

test("the audit log refuses to be changed", async () => {
  const database = await createTestDatabase();
  await withClient(database.url, async (client) => {
    await client.query("INSERT INTO audit_logs (id, action) VALUES (gen_random_uuid(), 'test.made')");
    for (const statement of ["UPDATE audit_logs SET action = 'x'", "DELETE FROM audit_logs", "TRUNCATE audit_logs"]) {
      await expect(client.query(statement)).rejects.toThrow(/append-only/);
    }
  });
  await database.drop();
});
