import { inject } from "vitest";

import { createDatabase, type TestDatabase } from "./postgres-server";

export type { TestDatabase } from "./postgres-server";

/** A fresh database with the whole schema, on the run's shared server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(inject("postgresUrl"));
}
