import { createServer } from "node:http";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

const webhook = new Webhook(process.env.SENTINEL_WEBHOOK_SECRET ?? ""); // whsec_…
const MAX_BODY_BYTES = 1_000_000;
const seen = new Set<string>(); // In production: a table with a unique key, kept for two days.

interface SentinelEvent {
  type: string;
  change?: string;
  data: { title?: string } | null;
}

/** What you do with it. Quickly: put it into a queue of your own, and work afterwards. */
function handle(event: SentinelEvent): void {
  process.stdout.write(`${event.type} ${event.data?.title ?? ""}\n`);
}

createServer(async (request, response) => {
  try {
    if (Number(request.headers["content-length"] ?? Infinity) > MAX_BODY_BYTES) {
      response.writeHead(413).end();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("utf8"); // The bytes as they came: parse only what is verified.

    // Throws when no signature is right, or the timestamp is more than five minutes off.
    const event = webhook.verify(body, request.headers as Record<string, string>) as SentinelEvent;

    const id = String(request.headers["webhook-id"]);
    if (!seen.has(id)) {
      handle(event);
      seen.add(id);
    }
    response.writeHead(204).end();
  } catch (error) {
    response.writeHead(error instanceof WebhookVerificationError ? 401 : 500).end();
  }
}).listen(Number(process.env.PORT ?? 8080), "127.0.0.1");
