import type { ArithmeticOperator } from "./condition-ast";
import type { Decimal } from "./condition-value";

const PATTERN = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE](\d{1,3}))?$/;
/** More digits than any number of the ABI has. */
const MAX_DIGITS = 400;

/** Reads a decimal number exactly, such as `-1.5` or `1e18`; null when it is none or has hundreds of digits. */
export function parseDecimal(text: string): Decimal | null {
  if (text.length > MAX_DIGITS) return null;
  const [, sign, whole, fraction = "", exponent = "0"] = PATTERN.exec(text) ?? [];
  if (whole === undefined || Number(exponent) > MAX_DIGITS) return null;
  const magnitude = BigInt(whole + fraction) * 10n ** BigInt(exponent);
  return reduce({ coefficient: sign === "-" ? -magnitude : magnitude, scale: fraction.length });
}

/** An integer as a decimal. */
export function toDecimal(value: bigint | Decimal): Decimal {
  return typeof value === "bigint" ? { coefficient: value, scale: 0 } : value;
}

/** The integer that a decimal is, or null when it has a fraction. */
export function wholeOf(value: Decimal): bigint | null {
  const unit = 10n ** BigInt(value.scale);
  return value.coefficient % unit === 0n ? value.coefficient / unit : null;
}

/** Negative, zero or positive as `left` is less than, equal to or greater than `right`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale);
  const difference = rescale(left, scale) - rescale(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Adds, subtracts or multiplies exactly. Division has no exact result in general, so the checker refuses it. */
export function combineDecimals(op: ArithmeticOperator, left: Decimal, right: Decimal): Decimal {
  if (op === "*") {
    return reduce({ coefficient: left.coefficient * right.coefficient, scale: left.scale + right.scale });
  }
  const scale = Math.max(left.scale, right.scale);
  const sign = op === "-" ? -1n : 1n;
  return reduce({ coefficient: rescale(left, scale) + sign * rescale(right, scale), scale });
}

/** A decimal as people write it. */
export function formatDecimal({ coefficient, scale }: Decimal): string {
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString().padStart(scale + 1, "0");
  const sign = coefficient < 0n ? "-" : "";
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function rescale(value: Decimal, scale: number): bigint {
  return value.coefficient * 10n ** BigInt(scale - value.scale);
}

/** Without zeros at the end, so that equal numbers look equal. */
function reduce({ coefficient, scale }: Decimal): Decimal {
  let digits = coefficient;
  let left = scale;
  while (left > 0 && digits % 10n === 0n) {
    digits /= 10n;
    left -= 1;
  }
  return { coefficient: digits, scale: left };
}
