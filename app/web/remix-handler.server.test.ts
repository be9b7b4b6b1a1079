import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { ServerBuild } from "@remix-run/node";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";

import { remixHandler } from "./remix-handler.server";

/** Flat routes nest: what is below a resource hangs under it. */
const ROUTES = [
  { id: "root", path: "" },
  { id: "alerts", parentId: "root", path: "v1/alerts" },
  { id: "alert", parentId: "alerts", path: ":id" },
  { id: "acknowledge", parentId: "alert", path: "acknowledge" },
  { id: "alert-stream", parentId: "alerts", path: "stream" },
  { id: "rule", parentId: "root", path: "v1/rules/:id" },
  { id: "openapi", parentId: "root", path: "v1/openapi.json" },
  { id: "unknown", parentId: "root", path: "v1/*" },
  { id: "page", parentId: "root", path: "alerts" },
];

const routes = Object.fromEntries(
  ROUTES.map((route) => [route.id, { ...route, module: { loader: () => new Response(route.id) } }]),
);
const entry = { module: { default: () => new Response("a page"), handleError: () => undefined } };
const build = { routes, entry, mode: "production", future: {}, assets: { routes: {} }, basename: "/" };

const app = express();
app.all(
  "*",
  remixHandler(build as unknown as ServerBuild, () => ({}) as never),
);
const server = app.listen(0, "127.0.0.1");
let origin = "";
beforeAll(async () => {
  if (!server.listening) await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test.each([
  ["/v1/alerts", "alerts"],
  ["/v1/alerts/", "alerts"],
  ["/v1/alerts?severity=high", "alerts"],
  ["/v1/alerts/7", "alert"],
  ["/v1/alerts/7/acknowledge", "acknowledge"],
  ["/v1/alerts/stream", "alert-stream"],
  ["/v1/alerts/7/nothing", "unknown"],
  ["/v1/rules/7", "rule"],
  ["/v1/rules", "unknown"],
  ["/v1/openapi.json", "openapi"],
  ["/v1/%61lerts", "alerts"],
  ["/V1/ALERTS/7", "alert"],
  ["/v1/nothing", "unknown"],
  ["/alerts", "page"],
])("%s is answered by %s, whichever routes its handler knows", async (path, expected) => {
  expect(await (await fetch(origin + path)).text()).toBe(expected);
});
