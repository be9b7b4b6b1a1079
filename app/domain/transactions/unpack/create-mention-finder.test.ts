import fc from "fast-check";
import { expect, test } from "vitest";

import { readTracedTransactions } from "../../../../tests/bench/traced-transactions";
import { readMainnetTransactions } from "../../../../tests/bench/workload";
import { createMentionFinder } from "./create-mention-finder";

const FIRST = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";
const SECOND = "0x00000000000000adc04c56bf30ac9d3c0aaf14dc";
const word = (digits: string) => digits.padStart(64, "0");
const finder = createMentionFinder([FIRST, SECOND]);

test("a watched address is found as a word, once, in order of appearance", () => {
  const input = `0xa9059cbb${word("7")}${word(SECOND.slice(2))}${word(FIRST.slice(2))}${word(SECOND.slice(2))}`;
  expect(finder.find(input)).toEqual([SECOND, FIRST]);
  expect(finder.findUnaligned(input)).toEqual([SECOND, FIRST]);
});

test("upper-case calldata mentions the same address", () => {
  expect(finder.find(`0xa9059cbb${word(FIRST.slice(2).toUpperCase())}`)).toEqual([FIRST]);
  expect(finder.findUnaligned(`0xa9059cbb${FIRST.slice(2).toUpperCase()}`)).toEqual([FIRST]);
});

test("only the unaligned search sees packed addresses and the arguments of inner calls", () => {
  const packed = `0x12345678ff${FIRST.slice(2)}01`;
  expect(finder.find(packed)).toEqual([]);
  expect(finder.findUnaligned(packed)).toEqual([FIRST]);
  const nested = `0xac9650d8${word("20")}${word("24")}a9059cbb${word(FIRST.slice(2))}`;
  expect(finder.find(nested)).toEqual([]);
  expect(finder.findUnaligned(nested)).toEqual([FIRST]);
});

test("a word with something before the address, half a byte off, or cut off is no mention", () => {
  expect(finder.find(`0xa9059cbb${FIRST.slice(2).padStart(64, "1")}`)).toEqual([]);
  expect(finder.find(`0xa9059cbb${`1${"0".repeat(23)}${FIRST.slice(2)}`}`)).toEqual([]);
  expect(finder.find(`0xa9059cbb${word(FIRST.slice(2, -2))}`.slice(0, -2))).toEqual([]);
  expect(finder.findUnaligned(`0xa9059cbb0${FIRST.slice(2)}0`)).toEqual([]);
  expect(finder.findUnaligned(`0x${FIRST.slice(2)}`)).toEqual([]);
});

test("nothing found is the same empty array, and nobody watched finds nothing", () => {
  expect(finder.find("0x")).toBe(finder.find(`0xa9059cbb${word("1")}`));
  expect(finder.find("0x")).toBe(finder.findUnaligned("0x1234"));
  expect(createMentionFinder([]).find(`0xa9059cbb${word(FIRST.slice(2))}`)).toEqual([]);
});

test("both searches find what a plain one finds, in real calldata and in random", () => {
  const transactions = readMainnetTransactions();
  const called = readTracedTransactions().flatMap(({ calls }) => calls.map(({ to }) => to));
  const watched = new Set(called.filter((to) => to !== `0x${"0".repeat(40)}`));
  const big = createMentionFinder(watched);
  const check = (input: string) => {
    const aligned = new Set<string>();
    const anywhere = new Set<string>();
    for (let at = 10; at + 40 <= input.length; at += 2) {
      const address = `0x${input.slice(at, at + 40)}`;
      if (!watched.has(address)) continue;
      anywhere.add(address);
      if ((at - 34) % 64 === 0 && input.slice(at - 24, at) === "0".repeat(24)) aligned.add(address);
    }
    expect(big.find(input)).toEqual([...aligned]);
    expect(big.findUnaligned(input)).toEqual([...anywhere]);
  };
  for (const { input } of transactions.filter((_, index) => index % 5 === 0)) check(input);
  const some = [...watched].slice(0, 50).map((address) => address.slice(2));
  const piece = fc.oneof(fc.constantFrom(...some), fc.constantFrom("00", "0".repeat(24), "0".repeat(64), "ff"));
  fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => check(`0xa9059cbb${pieces.join("")}`)));
});
