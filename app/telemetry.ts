/**
 * Loaded with `--import` before anything else, because instrumentation must wrap modules before they are used. Does
 * nothing, and loads nothing, unless OTEL_ENABLED is set.
 */
import { defaultToProduction, readEnv } from "./platform/env.server";

async function start(): Promise<void> {
  let env: ReturnType<typeof readEnv>;
  try {
    env = readEnv();
  } catch {
    // The server itself reports a bad environment, all of it at once.
    return;
  }
  if (!env.OTEL_ENABLED) return;
  const { startTelemetry } = await import("./platform/telemetry.server");
  await startTelemetry(env);
}

defaultToProduction();
await start();
