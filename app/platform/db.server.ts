import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";

import { PrismaClient } from "./generated/prisma/client";

/** Prisma's client. */
export type Db = PrismaClient;

/** A transaction of it: what operations that run inside a transaction take. */
export type DbTransaction = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;

/**
 * The longest that a hot statement is waited for. A connection that died without a word (a failover, a dropped route)
 * would otherwise hold up alerts until the kernel gives it up, a quarter of an hour later.
 */
const STATEMENT_LIMIT_MS = 15_000;
/** The same for pages and the API, whose largest statements (imports, counts) may take longer. */
const PAGE_LIMIT_MS = 30_000;

/** Prisma for everything, and a small pool of its own for the hot statements, so that pages can't starve them. */
export interface Database {
  db: Db;
  sql: pg.Pool;
  close(): Promise<void>;
}

/** Opens both. Connections are made when first needed and again after an outage; nothing throws here. */
export function openDatabase(url: string, options: { onError: (error: Error) => void; max?: number }): Database {
  const common = { connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true };
  const adapter = new PrismaPg(
    { ...common, max: options.max ?? 10, query_timeout: PAGE_LIMIT_MS },
    { onPoolError: options.onError, onConnectionError: options.onError },
  );
  const db = new PrismaClient({ adapter, transactionOptions: { maxWait: 5_000, timeout: 15_000 } });
  // Kept open: a new connection plans the large statements anew, 10 ms and more each on their first runs.
  const sql = new pg.Pool({ ...common, max: 10, query_timeout: STATEMENT_LIMIT_MS, idleTimeoutMillis: 0 });
  sql.on("error", options.onError);

  return {
    db,
    sql,
    close: async () => {
      await Promise.allSettled([db.$disconnect(), sql.end()]);
    },
  };
}
