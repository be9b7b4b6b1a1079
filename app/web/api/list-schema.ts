import { z } from "zod";

/** The answer of every list. `page` is null when the part was asked for by cursor. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    meta: z.object({
      total: z.int().describe("Rows in the whole list."),
      page: z.int().nullable().describe("Null when the part was asked for by cursor."),
      limit: z.int(),
      nextCursor: z.string().nullable().describe("Null on the last part."),
    }),
  });
}
