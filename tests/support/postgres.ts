import { randomBytes } from "node:crypto";

import { inject } from "vitest";

import { runStatement, TEMPLATE_DATABASE, withDatabase } from "./postgres-server";

/** A migrated, empty database of one's own. */
export interface TestDatabase {
  url: string;
  name: string;
  /** Removes it, whoever is still connected. */
  drop: () => Promise<void>;
}

/**
 * A fresh database with the whole schema, on the run's shared server: a copy of the template, made in some 50 ms.
 *
 * @param serverUrl For use outside vitest, with a server from `startPostgres()`.
 */
export async function createTestDatabase(serverUrl?: string): Promise<TestDatabase> {
  const server = serverUrl ?? inject("postgresUrl");
  const name = `test_${randomBytes(8).toString("hex")}`;
  await runStatement(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE_DATABASE}`);
  return {
    url: withDatabase(server, name),
    name,
    drop: () => runStatement(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}
