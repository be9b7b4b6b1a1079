import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

import { canonicalTypes } from "~/domain/transactions/canonical-type";
import { DangerSignature } from "./danger-signature";
import { NAMED_SIGNATURES } from "./named-signatures";
import { parseSignature } from "./parse-signature";
import { selectorOfSignature } from "./selector-of-signature";

/** A row as the source has it; its selector is recomputed rather than believed. */
const SourceRow = DangerSignature.omit({ name: true, inputs: true });

const OUTPUT = new URL("./danger-signatures.json", import.meta.url);
const SOURCE = new URL("../../../tests/data/danger-signatures.json", import.meta.url);

/**
 * Makes the text of `danger-signatures.json` from its source: names, parameters and recomputed selectors.
 *
 * @throws {Error} when a selector of the source is wrong, a signature is not canonical, or a curated name fits no row.
 */
export function renderDangerSignatures(source: string): string {
  const named = new Map(NAMED_SIGNATURES.map(parseSignature).map((parsed) => [canonical(parsed), parsed]));
  const rows = z
    .array(SourceRow)
    .parse(JSON.parse(source))
    .map((row) => {
      const parsed = named.get(row.signature) ?? parseSignature(row.signature);
      named.delete(row.signature);
      if (canonical(parsed) !== row.signature) throw new Error(`${row.signature} is not canonical`);
      if (selectorOfSignature(row.signature) !== row.selector)
        throw new Error(`${row.signature} is not ${row.selector}`);
      const { selector, signature, ...rest } = row;
      return { selector, signature, name: parsed.name, inputs: parsed.inputs, ...rest };
    });
  if (named.size > 0) throw new Error(`not in the table: ${[...named.keys()].join(", ")}`);
  return `${JSON.stringify(rows, null, 2)}\n`;
}

function canonical({ name, inputs }: ReturnType<typeof parseSignature>): string {
  return `${name}(${canonicalTypes(inputs)})`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(OUTPUT, renderDangerSignatures(readFileSync(SOURCE, "utf8")));
}
