import type { RequestHandler } from "express";

import { listNetworks } from "~/domain/networks/list-networks.server";
import type { Context } from "~/platform/context.server";
import { within } from "~/platform/within";

const LIMIT_MS = 3_000;

interface Dependency {
  name: string;
  ok: boolean;
  detail: string;
}

async function check(name: string, probe: () => Promise<string>): Promise<Dependency> {
  try {
    return { name, ok: true, detail: await within(probe(), LIMIT_MS, name) };
  } catch {
    // The reason may name hosts and users; it is in the log of whoever uses the dependency.
    return { name, ok: false, detail: "unavailable" };
  }
}

async function checkNetworks(ctx: Context): Promise<Dependency[]> {
  const { data } = await listNetworks(ctx, { limit: 100, filter: { enabled: true } });
  return data.map(({ name, health }) => ({
    name: `network ${name}`,
    ok: health.status === "live" || health.status === "degraded",
    detail: health.status,
  }));
}

/**
 * `GET /readyz`: 200 when every dependency is there, 503 otherwise, with one line each: the database, the queue, and
 * each enabled network's listener.
 */
export function readiness(ctx: Context): RequestHandler {
  return async (_request, response) => {
    const [database, queue] = await Promise.all([
      check("database", async () => {
        await ctx.sql.query("SELECT 1");
        return "ok";
      }),
      check("queue", async () => {
        const depth = await ctx.queues.depth();
        return `ok (${ctx.queues.backend}, ${Object.values(depth).reduce((sum, jobs) => sum + jobs, 0)} jobs)`;
      }),
    ]);
    const networks = database.ok ? await checkNetworks(ctx).catch(() => []) : [];
    const all = [database, queue, ...networks];
    const ready = all.every((dependency) => dependency.ok);
    response
      .status(ready ? 200 : 503)
      .type("text")
      .set("Cache-Control", "no-store")
      .send(`${all.map(({ name, ok, detail }) => `${ok ? "ok  " : "FAIL"} ${name}: ${detail}`).join("\n")}\n`);
  };
}
