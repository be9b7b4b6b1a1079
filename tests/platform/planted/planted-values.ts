import { randomBytes } from "node:crypto";

/** The first admin of the run. */
export const ADMIN = "planted@sentinel.test";

export const hex = (bytes: number) => randomBytes(bytes).toString("hex");

/** What must be nowhere but sealed, by where it was planted. What Sentinel makes itself joins them as it is shown. */
export const planted: Record<string, string> = {
  SENTINEL_SECRET: `secret-${hex(20)}`,
  ADMIN_PASSWORD: `Violet tractor ${hex(8)}`,
  "wrong password": `Wrong tractor ${hex(8)}`,
  "new password": `Amber tractor ${hex(8)}`,
  "RPC URL's path": `rpcpath${hex(12)}`,
  "RPC URL's query": `rpcquery${hex(12)}`,
  "RPC URL's user": `rpcuser${hex(12)}`,
  "RPC URL of the API": `rpcapi${hex(12)}`,
  "SMTP password": `smtp${hex(12)}`,
  "Discord webhook": `discord${hex(12)}`,
  "Slack webhook": `slack${hex(12)}`,
  "Telegram bot": `telegram${hex(16)}`,
  "PagerDuty key": hex(16),
  "webhook's URL": `hookpath${hex(12)}`,
  "webhook's header": `hookheader${hex(12)}`,
  "refused Discord webhook": `refused${hex(12)}`,
  "refused RPC URL": `refusedrpc${hex(12)}`,
  "in a malformed body": `malformed${hex(12)}`,
  "in an unknown field": `unknown${hex(12)}`,
  METRICS_TOKEN: `metrics-${hex(12)}`,
};

/** A planted secret by its name. */
export const value = (name: string) => planted[name] ?? "";
