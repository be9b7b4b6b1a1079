import { z } from "zod";

/** The body of every error (RFC 9457). */
export const Problem = z
  .object({
    type: z.url().describe("A page that explains this kind of problem."),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe("What went wrong this time."),
    instance: z.string().describe("Names this very problem; for a 500 it is in Sentinel's log."),
    code: z.string().describe("A stable slug to program against."),
    errors: z
      .array(
        z.object({
          pointer: z.string().describe("JSON Pointer into the body, or `?name` for a query parameter."),
          detail: z.string(),
          code: z.string(),
          position: z
            .object({ start: z.int(), end: z.int() })
            .optional()
            .describe("Character offsets inside the value."),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem" });
