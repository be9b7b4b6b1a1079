import { AsyncLocalStorage } from "node:async_hooks";
import { type Logger, pino } from "pino";
import { PinoPretty } from "pino-pretty";

import type { Env } from "./env.server";
import { redact } from "./redact";

const fields = new AsyncLocalStorage<Record<string, string>>();

/** Runs `fn` so that every log line written inside it, however deep, carries the given fields (the request id). */
export function withLogFields<T>(extra: Record<string, string>, fn: () => T): T {
  return fields.run({ ...fields.getStore(), ...extra }, fn);
}

/** The driver hangs the whole client onto a connection's error: a page of internals that tells nothing. */
function errorOf(error: unknown): unknown {
  const shown: unknown = pino.stdSerializers.err(error as Error);
  if (typeof shown !== "object" || shown === null || !("client" in shown)) return shown;
  const { client: _client, ...rest } = shown;
  return rest;
}

/**
 * The process's logger: JSON lines on stdout, readable ones on a terminal. Every line goes through `redact` as a whole,
 * so that a secret inside an error's message or stack is caught too.
 */
export function createLog(env: Pick<Env, "LOG_LEVEL">, name: string): Logger {
  const options = {
    level: env.LOG_LEVEL,
    base: { name },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => fields.getStore() ?? {},
    redact: {
      paths: ["password", "*.password", "authorization", "*.authorization", "cookie", "*.cookie", "secret", "*.secret"],
      censor: "***",
    },
    serializers: { err: errorOf },
    hooks: { streamWrite: redact },
  };
  return process.stdout.isTTY
    ? pino(options, PinoPretty({ sync: true, ignore: "pid,hostname,name" }))
    : pino(options, pino.destination({ fd: 1, sync: true }));
}
