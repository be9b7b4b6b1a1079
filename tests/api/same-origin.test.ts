import type { ActionFunction } from "@remix-run/node";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type ApiClient, createApiClient } from "../support/api-client";

/**
 * Every page and resource of the interface. Not the API; nor Telegram's calls and the links that acknowledge, whose path
 * is a secret that no other site's page can know, and which do nothing in the name of whoever is signed in.
 */
const modules = import.meta.glob<{ action?: ActionFunction }>(["../../app/routes/*.{ts,tsx}", "!**/{v1,hooks,ack}.*"]);

let api: ApiClient;
beforeAll(async () => {
  api = await createApiClient();
});
afterAll(() => api.close());

async function answerOf(action: ActionFunction, headers: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ intent: "delete" });
  const request = new Request("http://localhost:3000/somewhere", { method: "POST", headers, body });
  const params = new Proxy({}, { get: () => api.ctx.newId() });
  try {
    return (await action({ request, params, context: api.context() })) as Response;
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
}

test("each action refuses by itself what another site's page sends", async () => {
  const passed: string[] = [];
  let actions = 0;
  for (const [file, load] of Object.entries(modules)) {
    const { action } = await load();
    if (action === undefined) continue;
    actions += 1;
    const answer = await answerOf(action, { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example.com" });
    const text = answer.status === 403 ? await answer.text() : "";
    if (!text.includes("another site")) passed.push(`${file}: ${answer.status}`);
  }
  expect(actions).toBeGreaterThan(25);
  expect(passed).toEqual([]);
});
