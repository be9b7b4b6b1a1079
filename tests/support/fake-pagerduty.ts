import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

import { waitFor } from "./wait-for";

const MAX_BYTES = 512 * 1024;

const Key = z
  .string("'routing_key' is missing or blank")
  .length(32, "Length of 'routing_key' is incorrect (should be 32 characters)");
const DedupKey = z.string("'dedup_key' is missing or blank").max(255, "'dedup_key' is too long (maximum is 255)");
const Payload = z.strictObject({
  summary: z
    .string("'payload.summary' is missing or blank")
    .min(1, "'payload.summary' is missing or blank")
    .max(1024, "'payload.summary' is too long (maximum is 1024 characters)"),
  source: z.string("'payload.source' is missing or blank").min(1, "'payload.source' is missing or blank"),
  severity: z.enum(
    ["critical", "error", "warning", "info"],
    "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
  ),
  timestamp: z.iso.datetime({ offset: true, error: "'payload.timestamp' is invalid" }).optional(),
  component: z.string().optional(),
  group: z.string().optional(),
  class: z.string().optional(),
  custom_details: z.record(z.string(), z.unknown()).optional(),
});
const Trigger = z.strictObject({
  routing_key: Key,
  event_action: z.literal("trigger"),
  dedup_key: DedupKey.optional(),
  payload: Payload,
  client: z.string().optional(),
  client_url: z.string().optional(),
  links: z.array(z.strictObject({ href: z.url(), text: z.string().optional() })).optional(),
});
const Follow = z.object({
  routing_key: Key,
  event_action: z.enum(["acknowledge", "resolve"], "'event_action' is missing or blank"),
  dedup_key: DedupKey,
});

/** What PagerDuty would complain of, as its `errors`; empty when it would take the event. */
export function pagerdutyRefusal(event: unknown): string[] {
  if (Buffer.byteLength(JSON.stringify(event) ?? "") > MAX_BYTES) return ["Event is too large"];
  const action =
    typeof event === "object" && event !== null && "event_action" in event ? event.event_action : undefined;
  const parsed = (action === "trigger" ? Trigger : Follow).safeParse(event);
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
}

/** One incident as a responder would see it. */
export interface FakeIncident {
  routingKey: string;
  dedupKey: string;
  state: "triggered" | "acknowledged" | "resolved";
  summary: string;
  severity: string;
  /** Events that it was made of, triggers and what followed. */
  events: number;
}

/** One scripted answer in place of the ordinary one. */
export interface ScriptedAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Never answers; the connection stays open until the server closes. */
  hang?: boolean;
}

export interface FakePagerDuty {
  /** To be given as `PAGERDUTY_API_BASE`. */
  base: string;
  integrationKey: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into whatever was sent.
  requests: { method: string; url: string; headers: IncomingMessage["headers"]; body: any; at: number }[];
  /** In the order in which they were opened. After a resolve a new trigger opens another one. */
  incidents: FakeIncident[];
  /** Answers for the next requests, in order; afterwards it answers by its rules again. */
  script(...answers: ScriptedAnswer[]): void;
  /** Resolves when this many incidents have been opened. */
  waitForIncidents(count: number, timeoutMs?: number): Promise<FakeIncident[]>;
  close(): Promise<void>;
}

/** A local stand-in for PagerDuty's Events API v2: validates and answers as it does, and keeps incidents. */
export async function startFakePagerDuty(): Promise<FakePagerDuty> {
  const requests: FakePagerDuty["requests"] = [];
  const incidents: FakeIncident[] = [];
  const scripted: ScriptedAnswer[] = [];

  const server = createServer(async (request, response) => {
    const body = parse(await read(request));
    const { method = "", url = "", headers } = request;
    requests.push({ method, url, headers, body, at: Date.now() });
    const answer = scripted.shift() ?? ordinaryAnswer(method, url, body);
    if (answer.hang) return;
    if (answer.status === 202) apply(incidents, body);
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));

  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    integrationKey: "0123456789abcdef0123456789abcdef",
    requests,
    incidents,
    script: (...answers) => void scripted.push(...answers),
    waitForIncidents: (count, timeoutMs = 10_000) =>
      waitFor(() => (incidents.length >= count ? incidents : undefined), {
        timeoutMs,
        describe: `${count} incidents are opened`,
      }),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function ordinaryAnswer(method: string, url: string, body: unknown): ScriptedAnswer {
  if (method !== "POST" || url !== "/v2/enqueue") return { status: 404, body: { status: "not found" } };
  const errors = pagerdutyRefusal(body);
  if (errors.includes("Event is too large")) return { status: 413, body: { message: "Request Entity Too Large" } };
  if (errors.length > 0) {
    return { status: 400, body: { status: "invalid event", message: "Event object is invalid", errors } };
  }
  const { dedup_key = crypto.randomUUID() } = body as { dedup_key?: string };
  return { status: 202, body: { status: "success", message: "Event processed", dedup_key } };
}

/** Same integration and key join the open incident; without one, only a trigger does anything. */
function apply(incidents: FakeIncident[], body: unknown): void {
  const event = z.union([Trigger, Follow]).parse(body);
  const { routing_key: routingKey, dedup_key: dedupKey = "", event_action: action } = event;
  const open = incidents.find(
    (each) => each.routingKey === routingKey && each.dedupKey === dedupKey && each.state !== "resolved",
  );
  if (open) open.events += 1;
  if (action === "trigger" && "payload" in event) {
    const { summary, severity } = event.payload;
    if (open) Object.assign(open, { summary, severity });
    else incidents.push({ routingKey, dedupKey, state: "triggered", summary, severity, events: 1 });
  } else if (open) {
    open.state = action === "resolve" ? "resolved" : "acknowledged";
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
