import { z } from "zod";

/** Digits and nothing else: `1e1`, `0x10` and blanks are no page numbers, though JavaScript would take them. */
const wholeNumber = (schema: z.ZodNumber) =>
  z.preprocess((text) => (typeof text === "string" && /^\d+$/.test(text) ? Number(text) : text), schema);

/** The query parameters of every list. Spread into its `z.strictObject`. */
export const pageQuery = {
  page: wholeNumber(
    z
      .number("must be a page number, from 1")
      .int("must be a page number, from 1, that is not astronomical")
      .min(1, "must be 1 or more"),
  )
    .optional()
    .describe("Page number, from 1. For anything deep use `cursor`."),
  limit: wholeNumber(
    z
      .number("must be a whole number, 1 to 100")
      .int("must be a whole number, 1 to 100")
      .min(1, "must be 1 to 100")
      .max(100, "must be 1 to 100"),
  )
    .default(20)
    .describe("Rows a page."),
  cursor: z
    .string()
    .min(1, "must not be empty")
    .max(500, "is not a cursor that this list gave")
    .optional()
    .describe("`meta.nextCursor` of the part before; replaces `page`."),
};

/** A yes or no in the query: exactly `true` or `false`. */
export const queryFlag = z
  .enum(["true", "false"], 'must be "true" or "false"')
  .transform((text) => text === "true")
  .optional();

const MAX_ITEMS = 50;

/**
 * A comma separated list whose every item is one of the schema's: `?severity=critical,high`. The document calls it an
 * array, by what is noted here.
 */
export function commaList<Item extends z.ZodType<unknown, string>>(item: Item) {
  return z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(item).min(1).max(MAX_ITEMS))
    .meta({ "x-items": jsonSchemaOf(item), "x-max-items": MAX_ITEMS });
}

/** Without the definitions that a named schema (a role, a severity) would bring along. */
function jsonSchemaOf(item: z.ZodType): object {
  const { $schema: _dialect, $defs, $ref, ...own } = z.toJSONSchema(item, { io: "input" });
  const named = $ref === undefined ? undefined : $defs?.[$ref.replace("#/$defs/", "")];
  if (named === undefined) return own;
  const { id: _name, ...schema } = named;
  return schema;
}
