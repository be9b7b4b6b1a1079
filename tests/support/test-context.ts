import { type Context, createContext } from "~/platform/context.server";
import { parseEnv } from "~/platform/env.server";

/** The secret of every context that a test makes, and of the processes it starts on the same database. */
export const TEST_SECRET = "a secret for tests only, forty characters";

/** A context on a test's database, as a process has it. `values` are further variables of the environment. */
export function createTestContext(databaseUrl: string, values: Record<string, string> = {}): Context {
  const given = {
    DATABASE_URL: databaseUrl,
    SENTINEL_SECRET: TEST_SECRET,
    LOG_LEVEL: "silent",
    WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8",
    ...values,
  };
  const env = { ...parseEnv(given), DATABASE_URL: databaseUrl, SENTINEL_SECRET: TEST_SECRET };
  return createContext({ env, embedded: null }, "test");
}
