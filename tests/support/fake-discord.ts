import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

const filled = (max: number) =>
  z
    .string()
    .refine((text) => text.trim() !== "", "This field is required")
    .max(max);
const wellFormed = z.string().refine((text) => /^https?:\/\/[^/\s]*\.[^/\s]+/.test(text), "Not a well formed URL.");

/** Discord's published limits (developer documentation, "Message Resource", "Embed Limits"), counted in UTF-16 units. */
const Embed = z.strictObject({
  title: filled(256).optional(),
  description: filled(4096).optional(),
  url: wellFormed.max(2048).optional(),
  color: z.int().min(0).max(0xffffff).optional(),
  timestamp: z.iso.datetime().optional(),
  author: z.strictObject({ name: filled(256) }).optional(),
  footer: z.strictObject({ text: filled(2048) }).optional(),
  fields: z
    .array(z.strictObject({ name: filled(256), value: filled(1024), inline: z.boolean().optional() }))
    .max(25)
    .optional(),
});
const Message = z
  .strictObject({
    content: z.string().max(2000).optional(),
    embeds: z.array(Embed).max(10).optional(),
    allowed_mentions: z.strictObject({ parse: z.array(z.string()) }).optional(),
    flags: z.int().optional(),
  })
  .refine((message) => message.content?.trim() || message.embeds?.length, { error: "Cannot send an empty message" })
  .refine((message) => embedLength(message.embeds ?? []) <= 6000, {
    path: ["embeds"],
    error: "Embed size exceeds maximum size of 6000",
  });
type FakeDiscordMessage = z.infer<typeof Message>;

function embedLength(embeds: z.infer<typeof Embed>[]): number {
  const texts = embeds.flatMap((embed) => [
    embed.title,
    embed.description,
    embed.author?.name,
    embed.footer?.text,
    ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]),
  ]);
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

/** What Discord would say of a message: its error body, or null when it would accept it. */
export function discordRefusal(message: unknown): Record<string, unknown> | null {
  const parsed = Message.safeParse(message);
  if (parsed.success) return null;
  const errors: Record<string, unknown> = {};
  for (const issue of parsed.error.issues) {
    let node = errors;
    for (const key of issue.path) {
      node[String(key)] ??= {};
      node = node[String(key)] as Record<string, unknown>;
    }
    node._errors = [{ code: "BASE_TYPE_BAD", message: issue.message }];
  }
  return { message: "Invalid Form Body", code: 50_035, errors };
}

/** One scripted answer in place of the ordinary one. */
export interface ScriptedAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface FakeDiscord {
  /** To be given as `DISCORD_API_BASE`. */
  base: string;
  /** A webhook URL as people paste it: at Discord's own host. */
  webhookUrl: string;
  requests: { method: string; url: string; headers: IncomingMessage["headers"]; body: unknown; at: number }[];
  /** The messages that were accepted, in order, as they read now. */
  messages: FakeDiscordMessage[];
  /** Takes every message away, as a moderator could: editing one is refused then. */
  deleteMessages(): void;
  /** Answers for the next requests, in order; afterwards it answers by its rules again. */
  script(...answers: ScriptedAnswer[]): void;
  /** Resolves when this many messages have been accepted. */
  waitForMessages(count: number, timeoutMs?: number): Promise<FakeDiscordMessage[]>;
  close(): Promise<void>;
}

/** Discord's 429, with the float `retry_after` that it really sends. */
export function tooManyRequests(retryAfterSeconds: number, options: { global?: boolean } = {}): ScriptedAnswer {
  return {
    status: 429,
    body: {
      message: "You are being rate limited.",
      retry_after: retryAfterSeconds,
      global: options.global ?? false,
    },
    headers: { "retry-after": String(Math.ceil(retryAfterSeconds)), "x-ratelimit-scope": "user" },
  };
}

/** A deleted webhook's answer. */
export const unknownWebhook: ScriptedAnswer = { status: 404, body: { message: "Unknown Webhook", code: 10_015 } };

const unknownMessage: ScriptedAnswer = { status: 404, body: { message: "Unknown Message", code: 10_008 } };
const FIRST_MESSAGE_ID = 1_180_000_000_000_000_001n;
const WEBHOOK_PATH = /^\/api(?:\/v\d+)?\/webhooks\/\d+\/[\w-]+(?:\/messages\/(\d+))?$/;

/** A local stand-in for Discord's webhooks: refuses what Discord would refuse, answers as Discord does, and records. */
export async function startFakeDiscord(): Promise<FakeDiscord> {
  const requests: FakeDiscord["requests"] = [];
  const messages: FakeDiscordMessage[] = [];
  const scripted: ScriptedAnswer[] = [];
  const waiting = new Set<() => void>();
  /** Places in `messages` of those that can be edited. */
  const places = new Map<string, number>();

  const server = createServer(async (request, response) => {
    const body = parse(await read(request));
    const url = new URL(request.url ?? "/", "http://fake");
    requests.push({
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body,
      at: Date.now(),
    });

    const id = WEBHOOK_PATH.exec(url.pathname)?.[1];
    const newId = String(FIRST_MESSAGE_ID + BigInt(places.size));
    const next = scripted.shift() ?? ordinaryAnswer(request, url, body, { places, newId });
    if (next.status < 300 && discordRefusal(body) === null) {
      const place = id === undefined ? undefined : places.get(id);
      if (place === undefined) places.set(newId, messages.push(Message.parse(body)) - 1);
      else messages[place] = Message.parse(body);
    }
    answer(response, next);
    for (const check of waiting) check();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    base,
    webhookUrl: "https://discord.com/api/webhooks/1234567890/a-Token_of-Discord",
    requests,
    messages,
    deleteMessages: () => {
      for (const id of places.keys()) places.set(id, Number.NaN);
    },
    script: (...answers) => void scripted.push(...answers),
    waitForMessages: (count, timeoutMs = 10_000) =>
      new Promise((done, fail) => {
        const timer = setTimeout(
          () => fail(new Error(`${messages.length} of ${count} messages came in ${timeoutMs} ms`)),
          timeoutMs,
        );
        const check = () => {
          if (messages.length < count) return;
          clearTimeout(timer);
          waiting.delete(check);
          done(messages);
        };
        waiting.add(check);
        check();
      }),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function ordinaryAnswer(
  request: IncomingMessage,
  url: URL,
  body: unknown,
  { places, newId }: { places: ReadonlyMap<string, number>; newId: string },
): ScriptedAnswer {
  const path = WEBHOOK_PATH.exec(url.pathname);
  const id = path?.[1];
  if (path === null || request.method !== (id === undefined ? "POST" : "PATCH")) return unknownWebhook;
  if (id !== undefined && Number.isNaN(places.get(id) ?? Number.NaN)) return unknownMessage;
  const refusal = discordRefusal(body);
  if (refusal) return { status: 400, body: refusal };
  if (id === undefined && url.searchParams.get("wait") !== "true") return { status: 204 };
  // Discord echoes the message and names its id late.
  return {
    status: 200,
    body: { type: 0, ...(body as object), timestamp: new Date().toISOString(), id: id ?? newId },
    headers: { "x-ratelimit-limit": "5", "x-ratelimit-remaining": "4", "x-ratelimit-reset-after": "2" },
  };
}

function answer(response: ServerResponse, { status, body, headers }: ScriptedAnswer): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
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
