import { readFileSync } from "node:fs";
import { loadExtensions } from "./extensions";
import { type Case, judgeCase } from "./judge-case";
import type { CaseParameter } from "./parameter-of";

/**
 * `npm run conformance -- FILE`: replays cases of OpenZeppelin Monitor's filter expressions, `{cases: [{expr, params,
 * expected}]}`, prints each disagreement and the count; exit code 1 when there is any, 2 when the file cannot be read.
 */
function loadCases(path: string | undefined): Case[] {
  if (path === undefined) {
    console.error("Usage: npm run conformance -- FILE");
    process.exit(2);
  }
  try {
    const { cases } = JSON.parse(readFileSync(path, "utf8")) as { cases: Case[] };
    return cases.map(({ expr, params, expected }) => ({ expr, params: (params ?? []).map(toText), expected }));
  } catch (error) {
    console.error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(2);
  }
}

function toText({ name, kind, value }: CaseParameter): CaseParameter {
  return { name, kind, value: typeof value === "string" ? value : JSON.stringify(value) };
}

const extensions = loadExtensions();
let passed = 0;
let failed = 0;
for (const each of loadCases(process.argv[2])) {
  const { expr, params, expected } = each;
  const { answer, why, agrees } = judgeCase(each, extensions);
  if (agrees) {
    passed += 1;
    continue;
  }
  failed += 1;
  const given = params.map(({ name, kind, value }) => `${name}: ${kind} = ${value}`).join("; ");
  console.log(`${expr}   [${given}]\n  expected ${expected}, got ${answer}${why === null ? "" : ` (${why})`}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
