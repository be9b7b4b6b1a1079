import { AsyncLocalStorage } from "node:async_hooks";

import pg from "pg";

/** A statement with its values, as it can be written down and run again. */
export interface Statement {
  text: string;
  values: unknown[];
  name?: string;
}

/** Tells the operation's statements from what runs in the background. */
const asked = new AsyncLocalStorage<Statement[]>();

/** Every statement that an operation sends to PostgreSQL, in order. */
export async function captureStatements(run: () => Promise<unknown>): Promise<Statement[]> {
  const captured: Statement[] = [];
  const { prototype } = pg.Client;
  const original = prototype.query;
  prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first, second] = args;
    const config =
      typeof first === "object" && first !== null ? (first as Partial<Statement>) : { text: String(first) };
    const values = config.values ?? (Array.isArray(second) ? second : []);
    const { text = "", name } = config;
    asked.getStore()?.push({ text, values: values.map(plain), ...(name === undefined ? {} : { name }) });
    return Reflect.apply(original, this, args);
  } as typeof original;
  try {
    await asked.run(captured, run);
  } finally {
    prototype.query = original;
  }
  return captured;
}

/** What JSON keeps, and PostgreSQL reads as the same. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  return value instanceof Date ? value.toISOString() : value;
}
