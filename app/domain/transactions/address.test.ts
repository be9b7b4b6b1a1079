import { expect, test } from "vitest";

import { normalizeAddress, shortAddress, toChecksum } from "./address";

const CHECKSUMMED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

test("an address is accepted in its checksum, in lower and in upper case", () => {
  const address = CHECKSUMMED.toLowerCase();
  for (const text of [
    CHECKSUMMED,
    address,
    CHECKSUMMED.toUpperCase(),
    `0x${CHECKSUMMED.slice(2).toUpperCase()}`,
    ` ${address}\n`,
  ]) {
    expect(normalizeAddress(text)).toEqual({ ok: true, address });
  }
});

test.each([
  [CHECKSUMMED.replace("5aAe", "5aae"), "address_checksum"],
  [CHECKSUMMED.slice(0, -1), "address_length"],
  [`${CHECKSUMMED}00`, "address_length"],
  ["0x", "address_length"],
  ["", "address_malformed"],
  [CHECKSUMMED.slice(2), "address_malformed"],
  [CHECKSUMMED.replace("5a", "5g"), "address_malformed"],
  ["vitalik.eth", "address_malformed"],
  [`0x${"１".repeat(40)}`, "address_malformed"],
])("%s is refused as %s", (text, code) => {
  expect(normalizeAddress(text)).toMatchObject({ ok: false, code, detail: expect.stringMatching(/\.$/) });
});

test("shown addresses are checksummed, short ones too", () => {
  expect(toChecksum(CHECKSUMMED.toUpperCase().replace("0X", "0x"))).toBe(CHECKSUMMED);
  expect(shortAddress(CHECKSUMMED.toLowerCase())).toBe("0x5aAe…eAed");
});
