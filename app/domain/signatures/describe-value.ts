import { id } from "ethers";

import { shortAddress, ZERO_ADDRESS } from "~/domain/transactions/address";
import type { DecodedArgument, DecodedValue } from "~/domain/transactions/decoded-call";
import { visibleText } from "~/domain/transactions/visible-text";

/** Beyond this many digits a number is given in units of 10^18: nobody counts zeros in a title. */
const MAX_DIGITS = 15;
/** Beyond these, as a power of ten: more tokens than any supply. */
const MAX_TOKEN_DIGITS = 33;

/** Well-known roles (OpenZeppelin AccessControl: the keccak-256 of their names; the default admin is zero). */
const ROLES = new Map<string, string>([
  [`0x${"0".repeat(64)}`, "DEFAULT_ADMIN_ROLE"],
  ...[
    "ADMIN_ROLE",
    "BURNER_ROLE",
    "CANCELLER_ROLE",
    "EXECUTOR_ROLE",
    "GOVERNOR_ROLE",
    "GUARDIAN_ROLE",
    "KEEPER_ROLE",
    "MINTER_ROLE",
    "OPERATOR_ROLE",
    "PAUSER_ROLE",
    "PROPOSER_ROLE",
    "TIMELOCK_ADMIN_ROLE",
    "UPGRADER_ROLE",
  ].map((role): [string, string] => [id(role), role]),
]);

/** A decoded argument in a sentence: short addresses, grouped numbers, roles by name, foreign text made inert. */
export function describeValue({ name, type, value }: DecodedArgument, maxCharacters: number): string {
  if (typeof value === "boolean") return value ? "true" : "false";
  if (Array.isArray(value)) return describeList(value);
  if (type === "address") return value.toLowerCase() === ZERO_ADDRESS ? "the zero address" : shortAddress(value);
  if (/^u?int\d+$/.test(type)) return describeInteger(value, type);
  if (type === "bytes32") return ROLES.get(value) ?? `${/role/i.test(name ?? "") ? "role " : ""}${shortBytes(value)}`;
  return type === "string" ? `“${visibleText(value, maxCharacters)}”` : shortBytes(value);
}

/** How many times 10^18 (the usual token's decimals, and ether's), with at most three decimals. */
function tokens(units: bigint): string {
  const thousandths = (units + 5n * 10n ** 14n) / 10n ** 15n;
  const fraction = String(thousandths % 1000n)
    .padStart(3, "0")
    .replace(/0+$/, "");
  const whole = String(thousandths / 1000n).replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

function describeList(values: DecodedValue[]): string {
  return values.length === 1 ? "1 item" : `${values.length} items`;
}

function shortBytes(value: string): string {
  return value.length <= 12 ? value : `${value.slice(0, 6)}…${value.slice(-4)}`;
}

function describeInteger(value: string, type: string): string {
  const [sign, digits] = value.startsWith("-") ? ["-", value.slice(1)] : ["", value];
  if (type.startsWith("uint") && BigInt(value) === 2n ** BigInt(type.slice("uint".length)) - 1n)
    return "an unlimited amount";
  if (digits.length <= MAX_DIGITS) return sign + digits.replace(/\B(?=(\d{3})+$)/g, ",");
  if (digits.length <= MAX_TOKEN_DIGITS) return `${sign}${tokens(BigInt(digits))}e18 units`;
  const fraction = digits.slice(1, 4).replace(/0+$/, "");
  return `${sign}${digits[0]}${fraction === "" ? "" : `.${fraction}`} × 10^${digits.length - 1}`;
}
