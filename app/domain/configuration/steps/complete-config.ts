import type { ChannelType } from "~/domain/channels/channel";
import { MASKED } from "~/domain/channels/mask-config";
import { placeholderHeader, placeholdersOf } from "./placeholder-config";

/** A new channel's configuration with stand-ins for what the file does not tell, and the names of those. */
export interface CompletedConfig {
  config: Record<string, unknown>;
  missing: string[];
}

/** Puts stand-ins where a new channel's configuration lacks a secret, or has it masked. */
export function completeConfig(type: ChannelType, given: Readonly<Record<string, unknown>>): CompletedConfig {
  const missing: string[] = [];
  const config: Record<string, unknown> = { ...given };
  for (const [field, placeholder] of Object.entries(placeholdersOf(type))) {
    if (config[field] !== undefined && !isMasked(config[field])) continue;
    config[field] = placeholder;
    missing.push(field);
  }
  if (type === "webhook") {
    // One is made where there is none.
    if (isMasked(config.secret)) delete config.secret;
    if (isObject(config.headers)) {
      config.headers = Object.fromEntries(
        Object.entries(config.headers).map(([name, value]) => {
          if (!isMasked(value)) return [name, value];
          missing.push(`headers.${name}`);
          return [name, placeholderHeader()];
        }),
      );
    }
  }
  return { config, missing };
}

/** Whether a value is one that was masked when it was shown. */
export function isMasked(value: unknown): boolean {
  return typeof value === "string" && value.includes(MASKED);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
