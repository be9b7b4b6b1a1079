import { AbiCoder } from "ethers";

import { visibleText } from "~/domain/transactions/visible-text";

const ERROR_STRING = "0x08c379a0";
const PANIC = "0x4e487b71";
const MAX_REASON_CHARACTERS = 200;

/** Solidity's documentation, "Panic via assert and Error via require". */
const PANICS: Readonly<Record<string, string>> = {
  "1": "an assertion failed",
  "17": "arithmetic overflow",
  "18": "division by zero",
  "33": "a value outside its enum",
  "34": "wrongly encoded storage",
  "49": "pop of an empty array",
  "50": "index out of bounds",
  "65": "too much memory",
  "81": "call of an uninitialised function",
};

/** A revert's bytes in words; null when they say nothing. The text is an attacker's and made safe to show. */
export function revertReason(data: unknown): string | null {
  if (typeof data !== "string" || !/^0x[0-9a-f]*$/i.test(data) || data.length < 10) return null;
  const selector = data.slice(0, 10).toLowerCase();
  const body = `0x${data.slice(10)}`;
  try {
    if (selector === ERROR_STRING) {
      return visibleText(String(AbiCoder.defaultAbiCoder().decode(["string"], body)[0]), MAX_REASON_CHARACTERS);
    }
    if (selector === PANIC) {
      const code = String(AbiCoder.defaultAbiCoder().decode(["uint256"], body)[0]);
      return PANICS[code] ?? `panic ${code}`;
    }
  } catch {
    return `an error that is not readable (${selector})`;
  }
  return `a custom error (${selector})`;
}
