import { readFileSync } from "node:fs";
import { z } from "zod";

const MIN_SECRET_LENGTH = 32;

const flag = z.enum(["true", "false", "1", "0"]).transform((text) => text === "true" || text === "1");
const port = z.coerce.number("must be a port, 1 to 65535").int().min(1).max(65_535);
const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http:// or https:// URL" });

const commaList = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);

const cidrs = commaList.pipe(
  z.array(z.union([z.cidrv4(), z.cidrv6()], "must be a comma separated list such as 10.0.0.0/8,fd00::/8")),
);

/** Comma separated; a secret may itself have a comma, so the text as a whole may be one too. */
function earlierSecrets(text: string): string[] {
  const parts = text.split(",").map((part) => part.trim());
  const isList = parts.every((part) => part.length >= MIN_SECRET_LENGTH);
  return isList ? [...new Set([...parts, text])] : [text];
}

const ConfiguredNetwork = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be lower case letters, digits and dashes"),
  chainId: z.int().positive(),
  rpcUrls: z.array(z.url({ protocol: /^(wss?|https?)$/, error: "must be ws://, wss://, http:// or https://" })).min(1),
  confirmations: z.int().min(1).max(1000).optional(),
  explorerUrl: httpUrl.optional(),
});
/** A network given by `SENTINEL_NETWORKS`. */
export type ConfiguredNetwork = z.infer<typeof ConfiguredNetwork>;

const networks = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({
        code: "custom",
        message: 'must be JSON such as [{"name":"mainnet","chainId":1,"rpcUrls":["wss://…"]}]',
      });
      return z.NEVER;
    }
  })
  .pipe(z.array(ConfiguredNetwork));

const Variables = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: port.default(3000),
  HOST: z.string().default("0.0.0.0"),
  PUBLIC_URL: httpUrl.optional(),
  SENTINEL_DATA_DIR: z.string().default("./.sentinel"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must be postgresql://user:password@host:5432/name" })
    .optional(),
  DATABASE_HOST: z.string().optional(),
  DATABASE_PORT: port.default(5432),
  DATABASE_USER: z.string().default("sentinel"),
  DATABASE_PASSWORD: z.string().optional(),
  DATABASE_NAME: z.string().default("sentinel"),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: "must be redis://host:6379 or rediss://…" }).optional(),
  SENTINEL_SECRET: z
    .string()
    .min(MIN_SECRET_LENGTH, "must be at least 32 characters, such as the output of: openssl rand -base64 36")
    .optional(),
  SENTINEL_SECRET_PREVIOUS: z
    .string()
    .transform(earlierSecrets)
    .pipe(z.array(z.string().min(MIN_SECRET_LENGTH, "must be earlier values of SENTINEL_SECRET, comma separated")))
    .default([]),
  ADMIN_EMAIL: z.email("must be an email address").optional(),
  ADMIN_PASSWORD: z.string().min(8, "must be at least 8 characters").optional(),
  SENTINEL_NETWORKS: networks.optional(),
  ALERT_MAX_COVERED_ROWS: z.coerce
    .number("must be a number of alerts, 0 to 100000")
    .int()
    .min(0)
    .max(100_000)
    .default(1_000),
  JOURNAL_MAX_MB: z.coerce.number("must be a size in megabytes, 1 to 1000000").int().min(1).max(1_000_000).default(256),
  RING_MAX_MB: z.coerce.number("must be a size in megabytes, 1 to 1000000").int().min(1).max(1_000_000).default(256),
  SIMULATION_PER_SECOND: z.coerce
    .number("must be a number of transactions, 0 to 1000")
    .int()
    .min(0)
    .max(1_000)
    .default(20),
  WORKER: z.enum(["embedded", "off"], 'must be "embedded" or "off"').default("embedded"),
  DISCORD_WEBHOOK_URL: httpUrl.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be smtp://… or smtps://…" }).optional(),
  SMTP_FROM: z.string().optional(),
  TELEGRAM_UPDATES: z
    .enum(["auto", "polling", "webhook", "off"], 'must be "auto", "polling", "webhook" or "off"')
    .default("auto"),
  DELIVERY_RETENTION_DAYS: z.coerce.number("must be a number of days, 1 to 3650").int().min(1).max(3_650).default(90),
  AUDIT_RETENTION_DAYS: z.coerce.number("must be a number of days, 30 to 36500").int().min(30).max(36_500).optional(),
  AUDIT_WEBHOOK_URL: httpUrl.optional(),
  CORS_ORIGINS: commaList
    .pipe(
      z.array(
        z.string().regex(/^https?:\/\/[^/]+$/, "must be origins such as https://app.example.com, comma separated"),
      ),
    )
    .default([]),
  WEBHOOK_ALLOWED_CIDRS: cidrs.default([]),
  DISCORD_API_BASE: httpUrl.optional(),
  TELEGRAM_API_BASE: httpUrl.optional(),
  PAGERDUTY_API_BASE: httpUrl.optional(),
  SLACK_API_BASE: httpUrl.optional(),
  OTEL_ENABLED: flag.default(false),
  OTEL_EXPORTER_URL: httpUrl.optional(),
  OTEL_SERVICE_NAME: z.string().default("sentinel"),
  METRICS_ENABLED: flag.default(false),
  METRICS_TOKEN: z.string().min(16, "must be at least 16 characters").optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  TRUST_PROXY: z.coerce.number("must be the number of proxies in front, such as 1").int().min(0).max(10).default(0),
});

/** The checked environment. `DATABASE_URL` is undefined when the embedded database is to be used. */
export type Env = z.infer<typeof Variables> & { PUBLIC_URL: string };

/** Every variable's name, for `.env.example` and its test. */
export const ENVIRONMENT_VARIABLES = Object.keys(Variables.shape);

/** Names the values a bad environment had, one line a variable; never their content. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  readonly lines: string[];

  constructor(lines: string[]) {
    super(
      `The environment has ${lines.length === 1 ? "an error" : `${lines.length} errors`}:\n${lines.map((line) => `  ${line}`).join("\n")}`,
    );
    this.lines = lines;
  }
}

type Source = Record<string, string | undefined>;

/** Blank counts as unset (compose files write `NAME=`); `NAME_FILE` names a file whose content is the value. */
function readValues(source: Source): { values: Source; errors: string[] } {
  const values: Source = {};
  const errors: string[] = [];
  for (const name of ENVIRONMENT_VARIABLES) {
    const path = source[`${name}_FILE`];
    if (path === undefined || path === "") {
      values[name] = source[name] === "" ? undefined : source[name];
    } else if (source[name] !== undefined && source[name] !== "") {
      errors.push(`${name}: is given twice, by itself and by ${name}_FILE; keep one`);
    } else {
      try {
        values[name] = readFileSync(path, "utf8").trim();
      } catch (error) {
        const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
        errors.push(`${name}_FILE: cannot be read (${reason}); must be the path of a readable file`);
      }
    }
  }
  return { values, errors };
}

function databaseUrl(env: z.infer<typeof Variables>): string | undefined {
  if (env.DATABASE_URL || !env.DATABASE_HOST) return env.DATABASE_URL;
  const url = new URL(
    `postgresql://${env.DATABASE_HOST}:${env.DATABASE_PORT}/${encodeURIComponent(env.DATABASE_NAME)}`,
  );
  url.username = encodeURIComponent(env.DATABASE_USER);
  if (env.DATABASE_PASSWORD) url.password = encodeURIComponent(env.DATABASE_PASSWORD);
  return url.href;
}

function crossChecks(env: z.infer<typeof Variables>): string[] {
  const errors: string[] = [];
  if (databaseUrl(env) && !env.SENTINEL_SECRET) {
    errors.push(
      "SENTINEL_SECRET: is required with a database of your own; at least 32 random characters, such as the output of: openssl rand -base64 36",
    );
  }
  if ((env.ADMIN_EMAIL === undefined) !== (env.ADMIN_PASSWORD === undefined)) {
    errors.push("ADMIN_EMAIL and ADMIN_PASSWORD: must be given together");
  }
  if (env.SMTP_URL !== undefined && env.SMTP_FROM === undefined) {
    errors.push("SMTP_FROM: is required with SMTP_URL; the sender of mails, such as Sentinel <sentinel@example.com>");
  }
  return errors;
}

/**
 * Checks the whole environment at once.
 *
 * @throws EnvironmentError with one line for each variable that is wrong, saying what would be right.
 */
export function parseEnv(source: Source): Env {
  const { values, errors } = readValues(source);
  const parsed = Variables.safeParse(values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) errors.push(`${issue.path.join(".")}: ${issue.message}`);
  } else {
    errors.push(...crossChecks(parsed.data));
  }
  if (errors.length > 0 || !parsed.success) throw new EnvironmentError(errors);

  const url = databaseUrl(parsed.data);
  return {
    ...parsed.data,
    ...(url === undefined ? {} : { DATABASE_URL: url }),
    PUBLIC_URL: (parsed.data.PUBLIC_URL ?? `http://localhost:${parsed.data.PORT}`).replace(/\/+$/, ""),
  };
}

/** The only reader of the process environment. */
export function readEnv(): Env {
  return parseEnv(process.env);
}

/**
 * The environment for a child process or thread: everything inherited, with the resolved database and secrets in place
 * of what they were resolved from.
 */
export function childEnvironment(resolved: {
  DATABASE_URL: string;
  SENTINEL_SECRET?: string;
  SENTINEL_SECRET_PREVIOUS?: readonly string[];
}): NodeJS.Dict<string> {
  const replaced = /^(DATABASE_|SENTINEL_SECRET(_PREVIOUS)?(_FILE)?$)/;
  const inherited = Object.entries(process.env).filter(([name]) => !replaced.test(name));
  const { DATABASE_URL, SENTINEL_SECRET, SENTINEL_SECRET_PREVIOUS = [] } = resolved;
  return {
    ...Object.fromEntries(inherited),
    DATABASE_URL,
    ...(SENTINEL_SECRET === undefined ? {} : { SENTINEL_SECRET }),
    ...(SENTINEL_SECRET_PREVIOUS.length === 0 ? {} : { SENTINEL_SECRET_PREVIOUS: SENTINEL_SECRET_PREVIOUS.join(",") }),
  };
}

/** React and Remix choose their production builds by `NODE_ENV`: anything not told otherwise is production. */
export function defaultToProduction(): void {
  process.env.NODE_ENV ??= "production";
}
