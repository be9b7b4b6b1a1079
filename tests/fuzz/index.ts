import { parseArgs } from "node:util";
import fc from "fast-check";
import { printCondition } from "~/domain/conditions/print-condition";
import { arbitraryAst } from "./arbitrary-ast";
import { arbitraryCondition, arbitraryEventCondition, arbitraryText } from "./arbitrary-condition";
import { arbitraryEventSubject, arbitrarySubject } from "./arbitrary-subject";
import { probe, type Seen } from "./probe";
import { scopeOf } from "./workbench";

/**
 * `npm run fuzz`: random and mutated conditions and calldata against parse, print, check, compile, evaluate and explain,
 * for 60 seconds or `--seconds N`, from `--seed N` on. Exit code 1 and the smallest case found, at anything that throws,
 * takes over a second, or disagrees.
 */
const { values } = parseArgs({ options: { seconds: { type: "string" }, seed: { type: "string" } } });
const seconds = Number(values.seconds ?? "60");
const firstSeed = Number(values.seed ?? String(Date.now() % 2 ** 31));
const PER_BATCH = 200;
const MAX_MS = 1_000;

const text = fc.oneof(
  { weight: 3, arbitrary: arbitraryCondition },
  { weight: 2, arbitrary: arbitraryText },
  { weight: 1, arbitrary: arbitraryAst.map(printCondition) },
);
const scope = fc.constantFrom(scopeOf("function"), scopeOf("function", "confirmed"), scopeOf("any"));
const seen: Record<Seen, number> = { "not parsed": 0, refused: 0, evaluated: 0, unknown: 0 };

const someSubjects = fc.array(arbitrarySubject, { minLength: 1, maxLength: 3 });
const someLogs = fc.array(arbitraryEventSubject, { minLength: 1, maxLength: 3 });
const probed = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(text, scope, someSubjects) },
  { weight: 1, arbitrary: fc.tuple(arbitraryEventCondition, fc.constant(scopeOf("event")), someLogs) },
);

const property = fc.property(probed, (asked) => {
  const startMs = performance.now();
  seen[probe(...asked)] += 1;
  const tookMs = performance.now() - startMs;
  if (tookMs > MAX_MS) throw new Error(`It took ${Math.round(tookMs)} ms`);
});

const endMs = performance.now() + seconds * 1_000;
for (let seed = firstSeed; performance.now() < endMs; seed += 1) {
  const result = fc.check(property, { seed, numRuns: PER_BATCH, endOnFailure: false });
  if (!result.failed) continue;
  const [condition, , subjects] = result.counterexample?.[0] ?? [];
  console.error(`Failed with --seed ${seed}: ${String(result.errorInstance)}`);
  console.error(`condition: ${JSON.stringify(condition)}`);
  for (const subject of subjects ?? [])
    console.error(
      `input: ${JSON.stringify(subject.call?.input ?? subject.transaction.input)} log: ${JSON.stringify(subject.log)}`,
    );
  process.exit(1);
}
const total = Object.values(seen).reduce((sum, count) => sum + count, 0);
console.log(
  `${total.toLocaleString("en")} conditions in ${seconds} s, seed ${firstSeed}: ${seen.evaluated} evaluated, ` +
    `${seen.unknown} unknown, ${seen.refused} refused, ${seen["not parsed"]} not parsed; none threw or disagreed`,
);
