import { type ConditionResult, Unknown } from "./condition-value";
import { formatDecimal } from "./decimal";

const MAX_LENGTH = 200;
const MAX_ITEMS = 20;
/** Longer ones take long to be written in decimal. */
const MAX_BITS = 600;

/** A value as people read it, cut to 200 characters: an explanation is no place for 64 KiB of an attacker's text. */
export function formatValue(value: ConditionResult): string {
  const text = format(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

function format(value: ConditionResult): string {
  if (value instanceof Unknown) return `unknown: ${value.reason}`;
  if (typeof value === "string") return value.slice(0, MAX_LENGTH + 1);
  if (typeof value === "bigint")
    return BigInt.asIntN(MAX_BITS, value) === value ? String(value) : "a number too long to show";
  if (typeof value === "boolean") return String(value);
  if ("coefficient" in value) return formatDecimal(value);
  const items = value.slice(0, MAX_ITEMS).map(format);
  return `[${items.join(", ")}${value.length > MAX_ITEMS ? ", …" : ""}]`;
}
