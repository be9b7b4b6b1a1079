import type { ChannelType } from "~/domain/channels/channel";
import { MASKED } from "~/domain/channels/mask-config";

/** The configuration of a channel that may be written to a file, and the names of the fields that may not. */
export interface WrittenConfig {
  config: Record<string, unknown>;
  secrets: string[];
}

/** Set by rotating a secret; nobody writes it down. */
const OWN_FIELDS = ["previousSecretUntil"];

/**
 * Divides a masked configuration into what a file may have and what it may only name. A webhook's URL and the names of
 * its headers stay, masked: they tell where it goes, and count as "as it was" when they are read.
 */
export function secretFieldsOf(type: ChannelType, shown: Readonly<Record<string, unknown>>): WrittenConfig {
  const own = Object.entries(shown).filter(([field]) => !OWN_FIELDS.includes(field));
  // The database keeps fields in an order of its own.
  const entries = own.sort(([one], [other]) => (one < other ? -1 : 1));
  const kept = entries.filter(([field, value]) => !isSecret(value) || (type === "webhook" && field !== "secret"));
  return {
    config: Object.fromEntries(kept),
    secrets: entries.filter(([, value]) => isSecret(value)).map(([field]) => field),
  };
}

function isSecret(value: unknown): boolean {
  return JSON.stringify(value)?.includes(MASKED) ?? false;
}
