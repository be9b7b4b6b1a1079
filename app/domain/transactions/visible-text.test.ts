import fc from "fast-check";
import { expect, test } from "vitest";

import { visibleText } from "./visible-text";

test("what the eye cannot see is written out", () => {
  expect(visibleText("pay \u202Elive", 60)).toBe("pay ⟨U+202E⟩live");
  expect(visibleText("a\0b\u200Bc\u001B[31m", 60)).toBe("a⟨U+0000⟩b⟨U+200B⟩c⟨U+001B⟩[31m");
  expect(visibleText("\u{E0041}\uFEFF", 60)).toBe("⟨U+E0041⟩");
});

test("a text is one line, and white space is one space", () => {
  expect(visibleText("  one\r\n\ttwo\u2028three  ", 60)).toBe("one two three");
});

test("a long text ends in an ellipsis, and no character is broken", () => {
  expect(visibleText("abcdef", 6)).toBe("abcdef");
  expect(visibleText("abcdefg", 6)).toBe("abcde…");
  expect(visibleText("aa😀😀", 5)).toBe("aa😀…");
  expect(visibleText("aaaa\u202Ebbbb", 8)).toBe("aaaa…");
});

test("stacked marks do not climb over their line", () => {
  expect(visibleText(`z${"\u0301".repeat(50)}a`, 60)).toBe("z\u0301\u0301a");
});

test("of any text, nothing is longer than the limit and nothing unseen is left", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.integer({ min: 1, max: 80 }), (text, max) => {
      const shown = visibleText(text, max);
      expect(shown.length).toBeLessThanOrEqual(max);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});
