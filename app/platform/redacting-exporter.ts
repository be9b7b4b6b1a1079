import type { NodeSDKConfiguration } from "@opentelemetry/sdk-node";

import { redact } from "./redact";

type SpanExporter = NonNullable<NodeSDKConfiguration["traceExporter"]>;
type Span = Parameters<SpanExporter["export"]>[0][number];

/**
 * An exporter whose spans go through `redact` as log lines do: whatever an instrumentation took down (an address, an
 * error's message and stack) leaves the process without what looks like a credential.
 */
export function redactingExporter(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => exporter.export(spans.map(redacted), done),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

function redacted(span: Span): Span {
  const { message } = span.status;
  // A view on the span: it belongs to the instrumentation that made it.
  return Object.create(span, {
    name: { value: redact(span.name) },
    attributes: { value: cleaned(span.attributes) },
    status: { value: { ...span.status, ...(message === undefined ? {} : { message: redact(message) }) } },
    events: {
      value: span.events.map((event) => ({
        ...event,
        name: redact(event.name),
        ...(event.attributes === undefined ? {} : { attributes: cleaned(event.attributes) }),
      })),
    },
  }) as Span;
}

function cleaned(attributes: Span["attributes"]): Span["attributes"] {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, clean(value)]));
}

function clean<T>(value: T): T {
  if (typeof value === "string") return redact(value) as T;
  return Array.isArray(value) ? (value.map(clean) as T) : value;
}
