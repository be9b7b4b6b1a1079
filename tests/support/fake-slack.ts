import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

import { waitFor } from "./wait-for";

const PlainText = (max: number) =>
  z.strictObject({ type: z.literal("plain_text"), text: z.string().min(1).max(max), emoji: z.boolean().optional() });
const Mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal("mrkdwn"), text: z.string().min(1).max(max), verbatim: z.boolean().optional() });
const TextObject = (max: number) => z.union([PlainText(max), Mrkdwn(max)]);

/** Slack's published limits (docs.slack.dev, "Blocks" and "Text object"), counted in UTF-16 units. */
const Block = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("header"), text: PlainText(150) }),
  z
    .strictObject({
      type: z.literal("section"),
      text: TextObject(3000).optional(),
      fields: z.array(TextObject(2000)).min(1).max(10).optional(),
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined),
  z.strictObject({ type: z.literal("context"), elements: z.array(TextObject(3000)).min(1).max(10) }),
  z.strictObject({ type: z.literal("divider") }),
]);
const Message = z.strictObject({
  text: z.string().max(40_000).optional(),
  mrkdwn: z.boolean().optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
  blocks: z.array(z.unknown()).optional(),
});
const Blocks = z.array(Block).max(50);

export interface FakeSlackMessage {
  text?: string;
  blocks?: z.infer<typeof Blocks>;
}

/** Slack's error word for a message; null when it would accept it. */
export function slackRefusal(body: unknown): string | null {
  const message = Message.safeParse(body);
  if (!message.success) return "invalid_payload";
  const { text, blocks } = message.data;
  if (blocks !== undefined && !Blocks.safeParse(blocks).success) return "invalid_blocks";
  return (text ?? "").trim() === "" && !blocks?.length ? "no_text" : null;
}

/** What a message would ping or link: everything that Slack reads between `<` and `>` where it reads markup. */
export function slackMarkupOf({ text = "", blocks = [] }: FakeSlackMessage): string[] {
  const objects = blocks.flatMap((block) => {
    if (block.type === "divider") return [];
    if (block.type === "context") return block.elements;
    return [block.text, ...("fields" in block ? (block.fields ?? []) : [])];
  });
  return [text, ...objects.map((object) => object?.text ?? "")].flatMap((each) => each.match(/<[^<>]*>/g) ?? []);
}

/** One scripted answer in place of the ordinary one. */
export interface ScriptedAnswer {
  status: number;
  body?: string;
  headers?: Record<string, string>;
  /** Never answers; the connection stays open until the server closes. */
  hang?: boolean;
  /** Cuts the connection without an answer. */
  reset?: boolean;
}

export interface FakeSlack {
  /** To be given as `SLACK_API_BASE`. */
  base: string;
  /** A webhook URL as people paste it: at Slack's own host. */
  webhookUrl: string;
  requests: { method: string; url: string; headers: IncomingMessage["headers"]; body: unknown; at: number }[];
  /** The messages that were accepted, in order. */
  messages: FakeSlackMessage[];
  /** Answers for the next requests, in order; afterwards it answers by its rules again. */
  script(...answers: ScriptedAnswer[]): void;
  /** Resolves when this many messages have been accepted. */
  waitForMessages(count: number, timeoutMs?: number): Promise<FakeSlackMessage[]>;
  close(): Promise<void>;
}

/** Slack's errors as it sends them: one word as text. */
export const slackErrors = {
  archived: { status: 410, body: "channel_is_archived" },
  noService: { status: 404, body: "no_service" },
  noChannel: { status: 404, body: "channel_not_found" },
  prohibited: { status: 403, body: "action_prohibited" },
  rollup: { status: 500, body: "rollup_error" },
} satisfies Record<string, ScriptedAnswer>;

/** Slack's 429; `Retry-After` in whole seconds. */
export function slackTooMany(retryAfterSeconds: number): ScriptedAnswer {
  return { status: 429, body: "rate_limited", headers: { "retry-after": String(retryAfterSeconds) } };
}

const WEBHOOK_PATH = /\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]+$/;

/** A local stand-in for Slack's incoming webhooks: refuses what Slack would refuse, answers as Slack does, and records. */
export async function startFakeSlack(): Promise<FakeSlack> {
  const requests: FakeSlack["requests"] = [];
  const messages: FakeSlackMessage[] = [];
  const scripted: ScriptedAnswer[] = [];

  const server = createServer(async (request, response) => {
    const body = parse(await read(request));
    const { method = "", url = "", headers } = request;
    requests.push({ method, url, headers, body, at: Date.now() });
    const answer = scripted.shift() ?? ordinaryAnswer(method, url, body);
    if (answer.hang) return;
    if (answer.reset) return void request.socket.resetAndDestroy();
    if (answer.status === 200 && slackRefusal(body) === null) messages.push(body as FakeSlackMessage);
    response.writeHead(answer.status, { "content-type": "text/html; charset=utf-8", ...answer.headers });
    response.end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));

  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    webhookUrl: "https://hooks.slack.com/services/T0AAAAAAA/B0BBBBBBB/aTokenOfSlack0000000000",
    requests,
    messages,
    script: (...answers) => void scripted.push(...answers),
    waitForMessages: (count, timeoutMs = 10_000) =>
      waitFor(() => (messages.length >= count ? messages : undefined), {
        timeoutMs,
        describe: `${count} messages reach Slack`,
      }),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function ordinaryAnswer(method: string, url: string, body: unknown): ScriptedAnswer {
  if (method !== "POST" || !WEBHOOK_PATH.test(url)) return slackErrors.noService;
  const refusal = slackRefusal(body);
  return refusal === null ? { status: 200, body: "ok" } : { status: 400, body: refusal };
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
