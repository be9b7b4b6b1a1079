import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { waitFor } from "../support/wait-for";

interface Span {
  traceId: string;
  parentSpanId?: string;
}

/** What an OTLP/HTTP collector was sent, as JSON. */
const spans: Span[] = [];
const collector = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (request.url?.endsWith("/v1/traces") === true) {
    const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as {
      resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
    };
    spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
  }
  response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
});
let sentinel: RunningSentinel;

beforeAll(async () => {
  await new Promise<void>((done) => collector.listen(0, "127.0.0.1", done));
  const { port } = collector.address() as AddressInfo;
  sentinel = await startSentinel({
    env: { WORKER: "off", OTEL_ENABLED: "true", OTEL_EXPORTER_URL: `http://127.0.0.1:${port}` },
    readyPath: "/healthz",
  });
});
afterAll(async () => {
  await sentinel?.stop();
  collector.close();
  collector.closeAllConnections();
});

test("a request's span continues the trace of its traceparent", async () => {
  const [traceId, parentSpanId] = ["4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"];
  const answer = await sentinel.api("/v1/openapi.json", {
    headers: { traceparent: `00-${traceId}-${parentSpanId}-01` },
  });
  expect(answer.status).toBe(200);
  const span = await waitFor(() => spans.find((one) => one.traceId === traceId), {
    timeoutMs: 20_000,
    describe: "the collector has a span of the trace",
  });
  expect(span.parentSpanId).toBe(parentSpanId);
});
