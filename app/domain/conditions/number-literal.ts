import type { Unit } from "./condition-ast";
import type { Decimal } from "./condition-value";
import { combineDecimals, parseDecimal, wholeOf } from "./decimal";

/** How many of its base unit a unit is: wei, basis points, or seconds. */
const UNIT_SIZES: Record<Unit, bigint> = {
  wei: 1n,
  gwei: 10n ** 9n,
  ether: 10n ** 18n,
  bps: 1n,
  seconds: 1n,
  minutes: 60n,
  hours: 3_600n,
  days: 86_400n,
};

/**
 * The exact value of a number as it is written, with its unit: `1_000_000e6`, `1.5 ether`, `2 days` (in seconds), `50
 * bps` (50: contracts keep basis points as whole numbers).
 *
 * @returns null when it has hundreds of digits, or more decimals than its unit.
 */
export function numberLiteral(raw: string, unit: Unit | null): bigint | Decimal | null {
  const written = parseDecimal(raw.replaceAll("_", ""));
  if (!written) return null;
  if (unit === null) return wholeOf(written) ?? written;
  return wholeOf(combineDecimals("*", written, { coefficient: UNIT_SIZES[unit], scale: 0 }));
}
