import { z } from "zod";

import { fieldErrors } from "./field-errors";
import { invalidRequest } from "./invalid-request";

const NONE = z.strictObject({});

/**
 * Checks a JSON body by its endpoint's schema. No body counts as `{}`, so that what is missing gets named.
 *
 * @throws AppError `invalid_input`, naming each field.
 */
export async function parseBody(json: unknown, schema: z.ZodType | undefined): Promise<unknown> {
  const input = json === undefined ? {} : json;
  const parsed = await (schema ?? NONE).safeParseAsync(input);
  if (!parsed.success) throw invalidRequest(fieldErrors(parsed.error, input, "body"));
  return schema === undefined ? undefined : parsed.data;
}
