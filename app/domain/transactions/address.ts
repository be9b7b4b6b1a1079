import { getAddress } from "ethers";

/** An address in lower case, or what is wrong with the text in a sentence. */
export type NormalizedAddress =
  | { ok: true; address: string }
  | { ok: false; code: "address_malformed" | "address_length" | "address_checksum"; detail: string };

/** The zero address: nobody's. */
export const ZERO_ADDRESS = `0x${"0".repeat(40)}`;

/**
 * Reads an address in any case. One that mixes cases carries a checksum (EIP-55), and a wrong one is a typing error
 * that would watch the wrong contract: refused.
 */
export function normalizeAddress(text: string): NormalizedAddress {
  const trimmed = text.trim();
  if (!/^0x/i.test(trimmed)) {
    const hint = /\.eth$/i.test(trimmed) ? " ENS names are not looked up." : "";
    return malformed(`An address begins with 0x, followed by 40 hex digits.${hint}`);
  }
  const digits = trimmed.slice(2);
  if (/[^0-9a-f]/i.test(digits)) return malformed("An address is 0x and 40 hex digits (0-9, a-f), nothing else.");
  if (digits.length !== 40) {
    const detail = `An address has 40 hex digits after 0x; this one has ${digits.length}.`;
    return { ok: false, code: "address_length", detail };
  }
  const address = `0x${digits.toLowerCase()}`;
  const isMixed = /[a-f]/.test(digits) && /[A-F]/.test(digits);
  if (isMixed && toChecksum(address) !== `0x${digits}`) {
    const detail = "The checksum of this mixed-case address is wrong (EIP-55): check it, or write it in lower case.";
    return { ok: false, code: "address_checksum", detail };
  }
  return { ok: true, address };
}

function malformed(detail: string): NormalizedAddress {
  return { ok: false, code: "address_malformed", detail };
}

/** Those asked for last: a page names few addresses many times, and each costs a hash. */
const checksums = new Map<string, string>();
const MAX_CHECKSUMS = 5_000;

/**
 * The EIP-55 form of an address known to be one, in whatever case.
 *
 * @throws {TypeError} when it is not 0x and 40 hex digits.
 */
export function toChecksum(address: string): string {
  const known = checksums.get(address);
  if (known !== undefined) return known;
  const checksummed = getAddress(address.toLowerCase());
  if (checksums.size >= MAX_CHECKSUMS) checksums.clear();
  checksums.set(address, checksummed);
  return checksummed;
}

/** `0x12Ab…34Cd`, for sentences and narrow columns. */
export function shortAddress(address: string): string {
  const checksummed = toChecksum(address);
  return `${checksummed.slice(0, 6)}…${checksummed.slice(-4)}`;
}
