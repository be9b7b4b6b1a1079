import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** What may be in an Apache-2.0 product without a duty beyond naming it. */
const ALLOWED = new Set(["MIT", "MIT-0", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD", "Unlicense"]);

interface Locked {
  dev?: boolean;
  devOptional?: boolean;
  license?: string;
  optional?: boolean;
}

test("what runs in production has a licence that is on the list", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Locked> };
  const production = Object.entries(packages).filter(([path, { dev }]) => path !== "" && dev !== true);
  expect(production.length).toBeGreaterThan(100);
  const others = production.flatMap(([path, { license, optional }]) => {
    // The same binary for another machine, whose entry was completed by hand (docs/decisions/0009): as its sibling here.
    if (license === undefined && optional === true) return [];
    const names = (license ?? "none").replace(/[()]/g, "").split(/ (?:OR|AND) /);
    return names.every((name) => ALLOWED.has(name)) ? [] : [`${path}: ${license}`];
  });
  expect(others).toEqual([]);
});
