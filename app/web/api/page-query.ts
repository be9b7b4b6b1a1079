import { z } from "zod";

/** The query parameters of every list. Spread into its `z.strictObject`. */
export const pageQuery = {
  page: z.coerce
    .number("must be a page number, from 1")
    .int("must be a whole number")
    .min(1, "must be 1 or more")
    .optional()
    .describe("Page number, from 1. For anything deep use `cursor`."),
  limit: z.coerce
    .number("must be a number, 1 to 100")
    .int("must be a whole number")
    .min(1, "must be 1 to 100")
    .max(100, "must be 1 to 100")
    .default(20)
    .describe("Rows a page."),
  cursor: z.string().min(1).max(500).optional().describe("`meta.nextCursor` of the part before; replaces `page`."),
};

/** A yes or no in the query: exactly `true` or `false`. */
export const queryFlag = z
  .enum(["true", "false"], 'must be "true" or "false"')
  .transform((text) => text === "true")
  .optional();

/** A comma separated list whose every item is one of the schema's: `?severity=critical,high`. */
export function commaList<Item extends z.ZodType<unknown, string>>(item: Item) {
  return z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(item).min(1).max(50));
}
