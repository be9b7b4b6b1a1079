import fc from "fast-check";
import { expect, test } from "vitest";

import { clipText } from "./clip-text";

test("what fits stays, even when it ends in dots of its own", () => {
  expect(clipText("Owner leaves…", 60)).toBe("Owner leaves…");
  expect(clipText("a\n b", 60)).toBe("a b");
});

test("a cut says how much there was", () => {
  expect(clipText("x".repeat(1_000_000), 80)).toMatch(/^x+… \(cut; 1,000,000 characters in all\)$/);
  expect(clipText("\u202E".repeat(40), 60)).toContain("cut; 40 characters in all");
});

test("whatever the text, the result keeps within its length and one line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), fc.integer({ min: 60, max: 400 }), (text, max) => {
      const clipped = clipText(text, max);
      expect(clipped.length).toBeLessThanOrEqual(max);
      expect(clipped).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Cs}]/u);
    }),
  );
});
