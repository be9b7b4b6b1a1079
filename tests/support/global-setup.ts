import type { TestProject } from "vitest/node";

import { startPostgres } from "./postgres-server";

declare module "vitest" {
  interface ProvidedContext {
    /** The shared server's maintenance database; `createTestDatabase()` makes one's own in it. */
    postgresUrl: string;
  }
}

/** Once per run of a project whose tests use PostgreSQL: one server, shared by all test files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  project.provide("postgresUrl", postgres.url);
  return postgres.stop;
}
