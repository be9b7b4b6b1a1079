import { readdirSync } from "node:fs";

import { afterAll, beforeAll, expect, inject, test } from "vitest";

import { applyMigrations, listMissingMigrations } from "~/platform/migrations.server";
import { runStatement, withDatabase } from "../support/postgres-server";

const EMPTY = `empty_${process.pid}`;
const KNOWN = readdirSync("prisma/migrations", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

let emptyUrl: string;

beforeAll(async () => {
  await runStatement(inject("postgresUrl"), `CREATE DATABASE ${EMPTY}`);
  emptyUrl = withDatabase(inject("postgresUrl"), EMPTY);
});
afterAll(async () => {
  await runStatement(inject("postgresUrl"), `DROP DATABASE IF EXISTS ${EMPTY} WITH (FORCE)`);
});

test("an empty database lacks every migration; two processes that apply them at once both succeed", async () => {
  expect(await listMissingMigrations(emptyUrl)).toEqual(KNOWN);
  await Promise.all([applyMigrations(emptyUrl), applyMigrations(emptyUrl)]);
  expect(await listMissingMigrations(emptyUrl)).toEqual([]);
  expect(await applyMigrations(emptyUrl)).toEqual([]);
});
