import { register } from "node:module";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { NodeSDK } from "@opentelemetry/sdk-node";

import type { Env } from "./env.server";
import { redactingExporter } from "./redacting-exporter";

/** Starts traces and metrics over OTLP/HTTP; what is left is flushed when the process ends by itself. */
export async function startTelemetry(env: Env): Promise<void> {
  register("@opentelemetry/instrumentation/hook.mjs", import.meta.url);
  const base = env.OTEL_EXPORTER_URL?.replace(/\/+$/, "");
  const at = (path: string) => (base === undefined ? {} : { url: `${base}/v1/${path}` });
  const sdk = new NodeSDK({
    serviceName: env.OTEL_SERVICE_NAME,
    traceExporter: redactingExporter(new OTLPTraceExporter(at("traces"))),
    metricReaders: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter(at("metrics")),
        exportIntervalMillis: 15_000,
      }),
    ],
    // Only what comes in: outgoing URLs hold webhook and bot tokens.
    instrumentations: [
      new HttpInstrumentation({
        disableOutgoingRequestInstrumentation: true,
      }),
    ],
  });
  sdk.start();
  process.once("beforeExit", () => void sdk.shutdown());
}
