import { encode } from "uqr";
import { expect, test } from "vitest";

import { qrOf } from "./qr-of";

test("the path is dark where the code is, and has the quiet zone that readers need", () => {
  const uri = "otpauth://totp/Sentinel:ada@example.com?secret=YDW4U7KYH7BKVERRIMILW2J3SX56BN43&issuer=Sentinel";
  const { size, d } = qrOf(uri);
  const drawn = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const [, x, y, length] of d.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(length));
  }
  expect(drawn).toEqual(encode(uri, { ecc: "M", border: 4 }).data);
  expect(drawn.slice(0, 4).flat()).not.toContain(true);
  expect(drawn.map((row) => row.at(-4))).not.toContain(true);
});
