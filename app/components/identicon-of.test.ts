import { expect, test } from "vitest";

import { identiconOf } from "./identicon-of";

const REAL = "0x12abf3a1c0de9c9b8d7e6f5a4b3c2d1e0f9834cd";
const FAKE = "0x12abf3a1c0de9c9b8d7e6f5a4b3c2d1e0f9934cd";

test("addresses that look alike when shortened have different pictures", () => {
  expect(identiconOf(REAL)).not.toEqual(identiconOf(FAKE));
});

test("an address has one picture, whatever its case", () => {
  expect(identiconOf(REAL.toUpperCase())).toEqual(identiconOf(REAL));
});
