import fc from "fast-check";

import type { JsonSchema } from "~/web/openapi/schema-collector";

type Components = Record<string, JsonSchema>;

/** Deeper than this only what must be there is made: conditions and explanations may hold themselves. */
const MAX_DEPTH = 5;
/** Long enough to be strange, short enough for many. */
const MAX_TEXT = 60;

/** Values that a JSON Schema of the OpenAPI document accepts (what generated clients would send). */
export function arbitraryOf(schema: JsonSchema, components: Components, depth = 0): fc.Arbitrary<unknown> {
  if (typeof schema.$ref === "string") {
    const name = schema.$ref.replace("#/components/schemas/", "");
    return arbitraryOf(components[name] ?? {}, components, depth + 1);
  }
  if ("const" in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const branches = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined;
  if (branches !== undefined) {
    const simple = depth > MAX_DEPTH ? branches.slice(0, 1) : branches;
    return fc.oneof(...simple.map((branch) => arbitraryOf(branch, components, depth + 1)));
  }
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type: string) => arbitraryOf({ ...schema, type }, components, depth)));
  }
  return byType(schema, components, depth);
}

function byType(schema: JsonSchema, components: Components, depth: number): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return integer(schema);
    case "number":
      return fc.oneof(
        integer(schema),
        fc.double({ min: -1000, max: 1000, noNaN: true }).filter((number) => isWithin(number, schema)),
      );
    case "string":
      return text(schema);
    case "array":
      return fc.array(arbitraryOf((schema.items ?? {}) as JsonSchema, components, depth + 1), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Math.max(Number(schema.minItems ?? 0), Math.min(Number(schema.maxItems ?? 3), 3)),
      });
    case "object":
      return object(schema, components, depth);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

const integer = ({ minimum = -(2 ** 31), maximum = 2 ** 31, exclusiveMinimum, exclusiveMaximum }: JsonSchema) => {
  const min = exclusiveMinimum === undefined ? Number(minimum) : Number(exclusiveMinimum) + 1;
  const max = exclusiveMaximum === undefined ? Number(maximum) : Number(exclusiveMaximum) - 1;
  return fc.oneof(fc.integer({ min, max: Math.max(min, max) }), fc.constantFrom(min, Math.max(min, max)));
};

const isWithin = (number: number, { minimum, maximum }: JsonSchema) =>
  number >= Number(minimum ?? number) && number <= Number(maximum ?? number);

function text({
  format,
  pattern,
  minLength = 0,
  maxLength = Number.POSITIVE_INFINITY,
}: JsonSchema): fc.Arbitrary<unknown> {
  if (format === "uuid") return fc.uuid();
  if (format === "email") return fc.stringMatching(/^[a-z]{1,10}@[a-z]{1,10}\.example$/);
  // Hosts that nobody has: nothing that is made up may reach a stranger (RFC 2606).
  if (format === "uri") return fc.stringMatching(/^https:\/\/[a-z]{1,8}\.invalid\/[a-z0-9]{0,8}$/);
  if (format === "date-time") {
    const range = { min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true };
    return fc.date(range).map((date) => date.toISOString());
  }
  const min = Number(minLength);
  const max = Math.max(min, Math.min(Number(maxLength), MAX_TEXT));
  const fits = (value: string) => [...value].length >= min && [...value].length <= Number(maxLength);
  if (typeof pattern === "string") return matching(pattern).filter(fits);
  const unit = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(..."abcXYZ019 _-.,:/") },
    { weight: 1, arbitrary: fc.constantFrom("é", "ж", "語", "🦊", "'", '"', "<", "%", "\\", "\n", "\u202e") },
  );
  return fc.string({ unit, minLength: min, maxLength: max }).filter(fits);
}

/** Patterns with a lookahead can't be made up from; a text that happens to match is found by trying. */
function matching(pattern: string): fc.Arbitrary<string> {
  const expression = new RegExp(pattern, "u");
  try {
    const made = fc.stringMatching(expression, { size: "small" });
    fc.sample(made, 1);
    return made;
  } catch {
    return fc.constantFrom("a", "abc", "0x00", "transfer(address,uint256)", "https://a.invalid/x");
  }
}

function object(schema: JsonSchema, components: Components, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Components);
  const required = (schema.required ?? []) as string[];
  const isDeep = depth > MAX_DEPTH;
  const kept = properties.filter(([name]) => !isDeep || required.includes(name));
  const record = fc.record(
    Object.fromEntries(kept.map(([name, inner]) => [name, arbitraryOf(inner, components, depth + 1)])),
    { requiredKeys: required.filter((name) => kept.some(([known]) => known === name)), noNullPrototype: true },
  );
  const extra = schema.additionalProperties as JsonSchema | false | undefined;
  if (properties.length > 0 || typeof extra !== "object") return record;
  return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), arbitraryOf(extra, components, depth + 1), { maxKeys: 3 });
}

/** What a value is made into by somebody who gets it wrong; whether the schema still takes it must be asked. */
export function brokenOf(valid: unknown): fc.Arbitrary<unknown> {
  const strange = fc.constantFrom<unknown>(
    ...[
      null,
      true,
      -1,
      0,
      1.5,
      1e308,
      2 ** 53,
      "",
      " ",
      "a".repeat(5_000),
      "\u0000",
      "\ud800",
      "’; DROP TABLE rules;--",
    ],
    ...[[], [[]], {}, { a: { b: { c: 1 } } }, "__proto__", "2026-13-45T99:99:99.000Z", "0x", "NaN", "../../etc/passwd"],
  );
  if (typeof valid !== "object" || valid === null || Array.isArray(valid)) return strange;
  const keys = Object.keys(valid);
  const replaced = keys.map((key) => strange.map((value) => ({ ...valid, [key]: value })));
  const removed = keys.map((key) => {
    const { [key]: _removed, ...rest } = valid as Record<string, unknown>;
    return fc.constant(rest);
  });
  const nested = keys.map((key) =>
    brokenOf((valid as Record<string, unknown>)[key]).map((value) => ({ ...valid, [key]: value })),
  );
  const added = fc
    .constantFrom("extra", "id", "isAdmin", "constructor", "toString", "createdAt", "")
    .chain((key) => strange.map((value) => ({ ...valid, [key]: value })));
  return fc.oneof(added, strange, ...replaced, ...removed, ...nested);
}
