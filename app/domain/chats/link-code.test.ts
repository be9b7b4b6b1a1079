import { expect, test } from "vitest";

import { formatLinkCode, newLinkCode, readLinkCode } from "./link-code";

test("a code that is shown is read again, however it is typed", () => {
  let next = 0;
  const code = newLinkCode((max) => {
    next += 7;
    return next % max;
  });
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
  expect(readLinkCode(formatLinkCode(code))).toBe(code);
  expect(readLinkCode(` ${code.toLowerCase().split("").join(" ")} `)).toBe(code);
});

test("look-alikes are taken for what they look like, and anything else is no code", () => {
  expect(readLinkCode("OIL0-1111")).toBe("01101111");
  for (const text of ["", "ABCD", "ABCD-EFGHJ", "ABCD-EF?H", "ÄBCD-EFGH"]) expect(readLinkCode(text)).toBeNull();
});
