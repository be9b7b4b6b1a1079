import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";

/**
 * A context whose operations all write into one transaction: what they call a transaction of their own is a part of it,
 * and what they tell the fleet is told once it is committed. What they would do past the database's transaction (raw
 * statements of the hot path) is left to whoever runs them, to be done afterwards.
 *
 * @returns the context, and what is to be told after the commit.
 */
export function insideTransaction(ctx: Context, tx: DbTransaction): { ctx: Context; announce: () => void } {
  const told = new Map<string, () => void>();
  const db = new Proxy(ctx.db, {
    get(_target, property) {
      if (property !== "$transaction") return Reflect.get(tx, property);
      return (work: (inner: DbTransaction) => Promise<unknown>) => work(tx);
    },
  });
  const sql = new Proxy(ctx.sql, {
    get(target, property) {
      if (property === "query") return async () => ({ rows: [], rowCount: 0 });
      return Reflect.get(target, property);
    },
  });
  const relay: Context["relay"] = {
    subscribe: ctx.relay.subscribe,
    close: ctx.relay.close,
    publish(topic, data) {
      told.set(JSON.stringify([topic, data]), () => ctx.relay.publish(topic, data));
    },
  };
  const announce = () => {
    for (const tell of told.values()) tell();
  };
  return { ctx: { ...ctx, db, sql, relay }, announce };
}
