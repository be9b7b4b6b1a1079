import { Agent, fetch, type RequestInit } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { freePort } from "../support/free-port";
import { hasCaddy, hasNginx, type RunningProxy, startCaddy, startNginx } from "../support/proxies";
import { type RunningSentinel, startSentinel, TEST_ADMIN } from "../support/sentinel";

/** The documented configurations, in front of a real server. Skipped where the proxy is not installed. */
const PROXIES = [
  { name: "nginx", isInstalled: hasNginx, start: startNginx },
  { name: "Caddy", isInstalled: hasCaddy, start: startCaddy },
];

describe.each(PROXIES)("behind $name", ({ isInstalled, start }) => {
  let sentinel: RunningSentinel;
  let proxy: RunningProxy;
  let publicUrl: string;
  let token: string;
  /** The certificate is the test's own. */
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  const call = (path: string, init: RequestInit = {}) =>
    fetch(publicUrl + path, {
      redirect: "manual",
      dispatcher,
      ...init,
      headers: { Authorization: `Bearer ${token}`, ...(init.headers as Record<string, string> | undefined) },
    });

  beforeAll(async () => {
    if (!isInstalled) return;
    const port = await freePort();
    publicUrl = `https://localhost:${port}`;
    const env = { WORKER: "off", PUBLIC_URL: publicUrl, TRUST_PROXY: "1" };
    sentinel = await startSentinel({ env, readyPath: "/healthz" });
    token = await sentinel.token();
    proxy = await start({ port, upstreamPort: sentinel.port });
  });
  afterAll(async () => {
    await dispatcher.close();
    await proxy?.stop();
    await sentinel?.stop();
  });

  test.skipIf(!isInstalled)(
    "Authorization and the caller's request passes, and so does the answer's ETag",
    async () => {
      const me = await call("/v1/me", { headers: { "Accept-Encoding": "br, gzip" } });
      expect([me.status, ((await me.json()) as { email: string }).email]).toEqual([200, TEST_ADMIN.email]);
      const endsAt = new Date(Date.now() + 3_600_000).toISOString();
      const json = { "Content-Type": "application/json", "Accept-Encoding": "br, gzip" };
      const silence = { matchers: { severity: "low" }, reason: "maintenance ".repeat(40).trim(), endsAt };
      const made = await call("/v1/silences", { method: "POST", headers: json, body: JSON.stringify(silence) });
      const { id } = (await made.json()) as { id: string };
      const etag = (await call(`/v1/silences/${id}`, { headers: json })).headers.get("ETag") ?? "";
      expect(etag).toMatch(/^"/);
      const changed = await call(`/v1/silences/${id}`, {
        method: "PATCH",
        headers: { ...json, "If-Match": etag },
        body: JSON.stringify({ reason: "over" }),
      });
      expect(changed.status).toBe(200);
    },
  );

  test.skipIf(!isInstalled)("a stream's first line arrives while it is open", async () => {
    const gone = new AbortController();
    const answer = await call("/v1/alerts/stream", { signal: gone.signal });
    expect(answer.headers.get("Content-Type")).toMatch(/^text\/event-stream/);
    const first = await answer.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value as Uint8Array)).toMatch(/retry: \d+/);
    gone.abort();
  });

  test.skipIf(!isInstalled)("the client's address is what the proxy saw, whatever the client claims", async () => {
    const answer = await call("/v1/auth/token", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Forwarded-For": "198.51.100.7", "X-Real-IP": "198.51.100.7" },
      body: JSON.stringify(TEST_ADMIN),
    });
    expect(answer.status).toBe(200);
    const { body } = await sentinel.api("/v1/audit-logs?limit=1&action=auth.login", { token });
    expect(body.data[0].ip).toMatch(/^(::ffff:)?127\.0\.0\.1$|^::1$/);
  });

  test.skipIf(!isInstalled)("a body that is too large is refused by Sentinel, as a problem", async () => {
    const headers = { "Content-Type": "application/json" };
    const answer = await call("/v1/watchlists", { method: "POST", headers, body: `"${"x".repeat(2_000_000)}"` });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, "body_too_large"]);
  });

  test.skipIf(!isInstalled)(
    "a form signs in, its cookie is bound to the host, and another site's form is refused",
    async () => {
      const post = (Origin: string) =>
        call("/sign-in", {
          method: "POST",
          headers: { Origin, "Content-Type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams(TEST_ADMIN).toString(),
        });
      const answer = await post(publicUrl);
      expect([answer.status, answer.headers.get("Location")]).toEqual([302, "/"]);
      expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-sentinel=.*Secure/i);
      expect((await post("https://evil.example.com")).status).toBe(403);
    },
  );

  test.skipIf(!isInstalled)("a list's next part is linked under the public address", async () => {
    const json = { "Content-Type": "application/json" };
    for (const name of ["one", "two"]) {
      await call("/v1/address-lists", { method: "POST", headers: json, body: JSON.stringify({ name }) });
    }
    const link = (await call("/v1/address-lists?limit=1")).headers.get("Link") ?? "";
    expect(link.startsWith(`<${publicUrl}/v1/address-lists?`)).toBe(true);
    const next = /<([^>]+)>/.exec(link)?.[1] ?? "";
    expect((await call(next.slice(publicUrl.length))).status).toBe(200);
  });
});
