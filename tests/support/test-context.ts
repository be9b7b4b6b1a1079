import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Context, createContext } from "~/platform/context.server";
import { parseEnv } from "~/platform/env.server";

/** The secret of every context that a test makes, and of the processes it starts on the same database. */
export const TEST_SECRET = "a secret for tests only, forty characters";

/**
 * A context on a test's database, as a process has it, with a data folder of its own (a recorder keeps its journal
 * there) that goes when it is closed. `values` are further variables of the environment.
 */
export function createTestContext(databaseUrl: string, values: Record<string, string> = {}): Context {
  const dataDir = join(tmpdir(), `sentinel-context-${randomUUID()}`);
  const given = {
    DATABASE_URL: databaseUrl,
    SENTINEL_SECRET: TEST_SECRET,
    SENTINEL_DATA_DIR: dataDir,
    LOG_LEVEL: "silent",
    WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8",
    ...values,
  };
  const env = { ...parseEnv(given), DATABASE_URL: databaseUrl, SENTINEL_SECRET: TEST_SECRET };
  const ctx = createContext({ env, embedded: null }, "test");
  return {
    ...ctx,
    close: async () => {
      await ctx.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
