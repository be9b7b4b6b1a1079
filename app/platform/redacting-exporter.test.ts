import { expect, test } from "vitest";

import { redactingExporter } from "./redacting-exporter";

type Exporter = Parameters<typeof redactingExporter>[0];
type Span = Parameters<Exporter["export"]>[0][number];

class StoredSpan {
  name = "GET /ack/Ab3dEf6hIj9lMn2pQrSt";
  attributes = {
    "url.query": "?token=t0ken-of-theirs",
    "http.request.header.authorization": ["Bearer t0ken-of-theirs"],
    "http.response.status_code": 500,
  };
  status = { code: 2, message: "connect wss://mainnet.example.com/v3/k3y-of-theirs" };
  events = [
    {
      name: "exception",
      time: [0, 0],
      attributes: { "exception.message": "https://discord.com/api/webhooks/1/s3cret answered 404" },
    },
  ];
  #context = { traceId: "1" };
  spanContext() {
    return this.#context;
  }
}

test("what leaves as a span has no credential in it, and is otherwise what it was", async () => {
  const sent: Span[] = [];
  const inner = { export: (spans: Span[]) => void sent.push(...spans), shutdown: async () => undefined };
  const stored = new StoredSpan();
  redactingExporter(inner as Exporter).export([stored as unknown as Span], () => undefined);

  const [span] = sent;
  const { name, attributes, status, events } = span ?? stored;
  const text = JSON.stringify({ name, attributes, status, events });
  for (const hidden of ["Ab3dEf6h", "t0ken", "k3y", "s3cret"]) expect(text).not.toContain(hidden);
  expect(attributes).toMatchObject({ "http.response.status_code": 500 });
  expect(status.message).toContain("wss://mainnet.example.com");
  expect(JSON.stringify(stored)).toContain("t0ken");
});
