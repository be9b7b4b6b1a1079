import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type RunningSentinel, startSentinel, TEST_ADMIN } from "../support/sentinel";

/** The web as it is run in production: behind one proxy that speaks HTTPS. */
const PUBLIC_URL = "https://sentinel.example.com";
const FRIEND = "https://app.example.com";
const ROUTES = "app/routes";

let sentinel: RunningSentinel;
let token: string;
let cookie: string;

beforeAll(async () => {
  const env = { WORKER: "off", PUBLIC_URL, TRUST_PROXY: "1", CORS_ORIGINS: `${FRIEND},https://other.example.com` };
  sentinel = await startSentinel({ env, readyPath: "/healthz" });
  token = await sentinel.token();
  cookie = await signIn();
});
afterAll(() => sentinel?.stop());

const call = (path: string, { headers = {}, ...init }: RequestInit & { headers?: Record<string, string> } = {}) =>
  fetch(sentinel.url + path, { redirect: "manual", headers, ...init });

async function signIn(): Promise<string> {
  const headers = { Origin: PUBLIC_URL, "Sec-Fetch-Site": "same-origin" };
  const answer = await call("/sign-in", { method: "POST", headers, body: new URLSearchParams(TEST_ADMIN) });
  expect(answer.status).toBe(302);
  return answer.headers.getSetCookie()[0] ?? "";
}

const session = () => ({ Cookie: cookie.split(";")[0] ?? "" });

/** The address of a page's file, with something that no row has for each parameter. */
function pathOf(file: string): string {
  const name = file.replace(/\.tsx?$/, "");
  const isIndex = name.endsWith("_index");
  const parts = name.split(".").filter((part) => !part.startsWith("_"));
  const path = parts.map((part) => (part.startsWith("$") ? "0199a3c4-5b6e-7f00-8a1b-2c3d4e5f6071" : part));
  return `/${path.map((part) => part.replace(/_$/, "")).join("/")}${isIndex ? "?index" : ""}`;
}

/** Every page and resource that changes something; Telegram's calls carry a secret of their own, and no cookie. */
const changing = readdirSync(ROUTES)
  .filter((file) => !/^(v1|hooks)\./.test(file) && /\.tsx?$/.test(file))
  .filter((file) => /export (async function|const|function) action\b/.test(readFileSync(`${ROUTES}/${file}`, "utf8")))
  .map(pathOf);

test("another site's page can change nothing with somebody's cookie, wherever it sends it", async () => {
  expect(changing.length).toBeGreaterThan(25);
  const others = [
    { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example.com" },
    { "Sec-Fetch-Site": "same-site", Origin: "https://evil.example.com" },
    { Origin: "https://evil.example.com" },
    { Origin: "null" },
  ];
  const passed: string[] = [];
  for (const path of changing) {
    for (const headers of others) {
      const body = new URLSearchParams({ intent: "delete", name: "x" });
      const answer = await call(path, { method: "POST", headers: { ...session(), ...headers }, body });
      if (answer.status !== 403) passed.push(`${path} ${JSON.stringify(headers)}: ${answer.status}`);
      await answer.arrayBuffer();
    }
  }
  expect(passed).toEqual([]);
});

test("the session's cookie is bound to the host, out of reach of scripts, and no other site sends it along", () => {
  expect(cookie).toMatch(/^__Host-sentinel=/);
  for (const attribute of [/; HttpOnly/i, /; Secure/i, /; SameSite=Lax/i, /; Path=\//i])
    expect(cookie).toMatch(attribute);
  expect(cookie).not.toMatch(/Domain=/i);
});

test("pages, answers, errors and checks carry the browser's protections, and none may be stored", async () => {
  const paths = [
    "/sign-in",
    "/alerts",
    "/no-such-page",
    "/v1/rules",
    "/v1/no/such/thing",
    "/docs/api",
    "/healthz",
    "/readyz",
  ];
  for (const path of paths) {
    const answer = await call(path, { headers: { ...session(), Authorization: `Bearer ${token}` } });
    await answer.arrayBuffer();
    const header = (name: string) => answer.headers.get(name);
    expect([path, header("Cache-Control")]).toEqual([path, "no-store"]);
    expect([path, header("Strict-Transport-Security")]).toEqual([path, "max-age=31536000; includeSubDomains"]);
    expect(header("X-Content-Type-Options")).toBe("nosniff");
    expect(header("X-Frame-Options")).toBe("DENY");
    expect(header("Referrer-Policy")).toBe("same-origin");
    expect(header("Cross-Origin-Opener-Policy")).toBe("same-origin");
    expect(header("Cross-Origin-Resource-Policy")).toBe("same-origin");
    expect(header("Permissions-Policy")).toContain("camera=()");
    expect(header("X-Powered-By")).toBeNull();
    const policy = header("Content-Security-Policy") ?? "";
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    for (const part of ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
      expect(policy).toContain(part);
    }
    expect(policy).toContain("upgrade-insecure-requests");
  }
});

test("each page has a nonce of its own, all its scripts have it, and no element has a style or a handler inline", async () => {
  const nonces = new Set<string>();
  for (const path of ["/alerts", "/rules", "/channels", "/networks", "/account", "/docs/api", "/sign-in"]) {
    const answer = await call(path, { headers: session() });
    const html = await answer.text();
    const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("Content-Security-Policy") ?? "")?.[1] ?? "";
    nonces.add(nonce);
    const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`) && !tag.includes("src="))).toEqual([]);
    expect([...html.matchAll(/<[a-z][^<>]*\s(style|on[a-z]+)="[^<>]*>/g)].map(([tag]) => `${path}: ${tag}`)).toEqual(
      [],
    );
    expect(html).not.toMatch(/<style(?![^>]*nonce)/);
  }
  expect(nonces.size).toBe(7);
});

test("what has a hash in its name may be kept for ever", async () => {
  const html = await (await call("/sign-in")).text();
  const asset = /\/assets\/[\w-]+\.css/.exec(html)?.[0] ?? "";
  const answer = await call(asset);
  expect([answer.status, answer.headers.get("Cache-Control")]).toEqual([200, "public, max-age=31536000, immutable"]);
});

test("a browser forgets what it stored when its user signs out", async () => {
  const one = { Cookie: (await signIn()).split(";")[0] ?? "", Origin: PUBLIC_URL, "Sec-Fetch-Site": "same-origin" };
  const answer = await call("/sign-out", { method: "POST", headers: one, body: "" });
  expect([answer.status, answer.headers.get("Clear-Site-Data")]).toEqual([302, '"cache", "storage"']);
  expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-sentinel=;.*(Expires=Thu, 01 Jan 1970|Max-Age=0)/i);
  const after = await call("/alerts", { headers: one });
  expect([after.status, after.headers.get("Location")]).toEqual([302, expect.stringContaining("/sign-in")]);
});

test("a page of a configured origin may call the API, without cookies, and read its headers", async () => {
  const preflight = await call("/v1/rules", {
    method: "OPTIONS",
    headers: {
      Origin: FRIEND,
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "authorization",
    },
  });
  expect(preflight.status).toBe(204);
  const header = (name: string) => preflight.headers.get(name);
  expect(header("Access-Control-Allow-Origin")).toBe(FRIEND);
  expect(header("Access-Control-Allow-Methods")?.split(", ")).toEqual(expect.arrayContaining(["GET", "POST"]));
  expect(header("Access-Control-Allow-Headers")).toContain("Authorization");
  expect(header("Access-Control-Allow-Credentials")).toBeNull();
  expect(header("Vary")).toContain("Origin");
  const answer = await call("/v1/rules", { headers: { Origin: FRIEND, Authorization: `Bearer ${token}` } });
  expect([answer.status, answer.headers.get("Access-Control-Allow-Origin")]).toEqual([200, FRIEND]);
  expect(answer.headers.get("Access-Control-Expose-Headers")).toContain("RateLimit");
  const refused = await call("/v1/rules", { headers: { Origin: FRIEND } });
  expect([refused.status, refused.headers.get("Access-Control-Allow-Origin")]).toEqual([401, FRIEND]);
});

test("any other origin's page may not, nor may a friend's look at pages", async () => {
  for (const Origin of ["https://evil.example.com", `${FRIEND}.evil.com`, "null", PUBLIC_URL]) {
    const answer = await call("/v1/rules", { headers: { Origin, Authorization: `Bearer ${token}` } });
    expect([Origin, answer.headers.get("Access-Control-Allow-Origin")]).toEqual([Origin, null]);
    expect(answer.headers.get("Vary")).toContain("Origin");
  }
  const page = await call("/alerts", { headers: { ...session(), Origin: FRIEND } });
  expect(page.headers.get("Access-Control-Allow-Origin")).toBeNull();
});

test("the client's address is the one that the one trusted proxy saw, not what the client wrote before it", async () => {
  const forwarded = { "X-Forwarded-For": "198.51.100.1, 203.0.113.50", "X-Forwarded-Proto": "https" };
  const body = JSON.stringify({ ...TEST_ADMIN });
  const headers = { ...forwarded, "Content-Type": "application/json" };
  const signedIn = await call("/v1/auth/token", { method: "POST", headers, body });
  expect(signedIn.status).toBe(200);
  const { body: log } = await sentinel.api("/v1/audit-logs?limit=1&action=auth.login", { token });
  expect(log.data[0].ip).toBe("203.0.113.50");
});

test("links lead to where the server is seen from outside", async () => {
  const headers = { Authorization: `Bearer ${token}`, Host: "sentinel.example.com", "X-Forwarded-Proto": "https" };
  const answer = await call("/v1/openapi.json", { headers });
  expect((await answer.json()).servers).toEqual([{ url: PUBLIC_URL }]);
});
