import { expect } from "vitest";

import { makeAcknowledgeToken } from "~/domain/alerts/acknowledge-token.server";
import { newId } from "~/platform/ids";
import { createSecrets } from "~/platform/secrets.server";
import { planted, value } from "./planted-values";
import type { Visitor } from "./visitor";

/** Every address of the API that can be read, and every page of the interface. */
export async function readAll(visitor: Visitor, cookie: string): Promise<void> {
  const { body: document } = await visitor.ask("/v1/openapi.json");
  const paths = Object.entries(document.paths as Record<string, object>).filter(
    ([, operations]) => "get" in operations,
  );
  expect(paths.length).toBeGreaterThan(25);
  const ids = new Map<string, string>();
  for (const [path] of paths.filter(([path]) => !path.includes("{") && !path.endsWith("/stream"))) {
    const { body } = await visitor.ask(path);
    const id = body?.data?.[0]?.id;
    if (typeof id === "string") ids.set(path, id);
  }
  for (const [path] of paths.filter(([path]) => path.includes("{") && !path.endsWith("/stream"))) {
    const id = ids.get(path.slice(0, path.indexOf("/{")));
    if (id !== undefined) await visitor.ask(path.replace(/\{\w+\}/, id));
  }
  const below = (page: string, list: string) => (ids.has(list) ? [`${page}/${ids.get(list)}`] : []);
  const pages = [
    ...["/alerts", "/channels", "/networks", "/deliveries", "/account", "/account/keys", "/account/two-factor"],
    ...["/people", "/people/invite", "/audit", "/configuration", "/networks/new", "/docs/api", "/sign-in", "/rules"],
    ...below("/channels", "/v1/notifications/channels"),
    ...below("/networks", "/v1/networks"),
    ...below("/deliveries", "/v1/notifications/deliveries"),
    ...below("/people", "/v1/users"),
  ];
  for (const page of pages) expect((await visitor.ask(page, { headers: { cookie } })).status, page).toBeLessThan(500);
  await visitor.ask("/metrics", { token: value("METRICS_TOKEN") });
}

/** Links whose address is the credential. */
export async function openLinks(visitor: Visitor): Promise<void> {
  const secrets = createSecrets(value("SENTINEL_SECRET"));
  const link = makeAcknowledgeToken({ secrets }, { alertId: newId(), channelId: newId() }, new Date());
  planted["acknowledging link"] = link;
  await visitor.ask(`/ack/${link}`, { token: "", shows: true });
  await visitor.ask(`/invitation/${value("invitation's token")}`, { token: "", shows: true });
  await visitor.ask("/invitation/somebody-elses-token-that-is-none", { token: "" });
}
