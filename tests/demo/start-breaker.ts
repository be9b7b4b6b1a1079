import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import { Webhook } from "standardwebhooks";

/** The far side of a circuit-breaker hook. */
export interface Breaker {
  url: string;
  close: () => Promise<void>;
}

/**
 * A circuit breaker as its owner would run one: it verifies what it is sent, and answers what it would do with the
 * prepared transaction. Nothing is signed here, and Sentinel could not: nobody gave it a key.
 */
export async function startBreaker({ secret }: { secret: string }): Promise<Breaker> {
  const webhook = new Webhook(secret);
  const server = createServer(async (request, response) => {
    try {
      const message = answerTo(webhook, await readBody(request), request.headers);
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ message }));
    } catch {
      response.writeHead(401).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/breaker`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface HookEvent {
  type: string;
  response?: { summary: string } | null;
}

/** Empty where there is nothing to do: updates and tests. */
function answerTo(webhook: Webhook, body: string, headers: IncomingHttpHeaders): string {
  const { type, response } = webhook.verify(body, headers as Record<string, string>) as HookEvent;
  if (type !== "alert.created") return "";
  return response ? `Waits for two of the three guardians to sign. ${response.summary}` : "There is nothing to sign.";
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
