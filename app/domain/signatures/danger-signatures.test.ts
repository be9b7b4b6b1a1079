import { readFileSync } from "node:fs";
import { FunctionFragment, id } from "ethers";
import { expect, test } from "vitest";
import { z } from "zod";

import { canonicalTypes } from "~/domain/transactions/canonical-type";
import { DangerSignature } from "./danger-signature";
import { DANGER_SIGNATURES } from "./danger-signatures";
import { renderDangerSignatures } from "./generate-danger-signatures";

const source = readFileSync(new URL("../../../tests/data/danger-signatures.json", import.meta.url), "utf8");
const generated = readFileSync(new URL("./danger-signatures.json", import.meta.url), "utf8");

test("every row has the selector that keccak-256 gives its signature, and the source's values", () => {
  const rows = JSON.parse(source) as Record<string, unknown>[];
  expect(DANGER_SIGNATURES).toHaveLength(rows.length);
  for (const [index, row] of DANGER_SIGNATURES.entries()) {
    expect(row.selector).toBe(id(row.signature).slice(0, 10));
    const { hitsInSample: _hits, ...expected } = rows[index] ?? {};
    expect(row).toMatchObject(expected);
  }
});

test("selectors and signatures are unique", () => {
  expect(new Set(DANGER_SIGNATURES.map((row) => row.selector)).size).toBe(DANGER_SIGNATURES.length);
  expect(new Set(DANGER_SIGNATURES.map((row) => row.signature)).size).toBe(DANGER_SIGNATURES.length);
});

test("every row fits the schema, and its parameters are those of its signature, each with a name", () => {
  for (const row of z.array(DangerSignature).parse(DANGER_SIGNATURES)) {
    expect(`${row.name}(${canonicalTypes(row.inputs)})`).toBe(row.signature);
    expect(FunctionFragment.from(row.signature).format("sighash")).toBe(row.signature);
    for (const input of row.inputs) expect(input.name, row.signature).not.toBe("");
  }
});

test("the generated file is up to date with its source", () => {
  expect(
    generated === renderDangerSignatures(source),
    "run tsx app/domain/signatures/generate-danger-signatures.ts",
  ).toBe(true);
});

test("a wrong selector in the source stops the generator", () => {
  expect(() => renderDangerSignatures(source.replace("0x715018a6", "0x715018a7"))).toThrow(
    "renounceOwnership() is not 0x715018a7",
  );
});
