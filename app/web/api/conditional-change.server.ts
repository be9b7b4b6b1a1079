import { AppError } from "~/domain/errors";
import { buildResponse } from "./build-response.server";
import { matchesStrongly, matchesWeakly } from "./etag.server";
import type { HandledEndpoint, PlainInput } from "./handle";

/** Whether a change is to happen only in a certain state of its resource (RFC 9110, 13.1.1 and 13.1.2). */
export function isConditionalChange({ method, headers }: Request): boolean {
  return (
    ["PATCH", "PUT", "DELETE"].includes(method) && (headers.get("If-Match") ?? headers.get("If-None-Match")) !== null
  );
}

/**
 * `If-Match` on a change: the resource must still be the one that the client saw. `If-None-Match`: it must not be. What
 * shows no entity tag can match none but `*`.
 *
 * @param current the GET that shows the resource, if there is one.
 * @throws AppError `precondition_failed`, and whatever the GET throws.
 */
export async function requireMatch(
  { headers }: Request,
  current: HandledEndpoint | undefined,
  input: PlainInput,
): Promise<void> {
  const [wanted, unwanted] = [headers.get("If-Match"), headers.get("If-None-Match")];
  const etag = current === undefined ? "" : await currentEtag(current, input);
  if (wanted !== null && !matchesStrongly(wanted, etag)) {
    throw new AppError("precondition_failed", "The resource was changed since you read it: its ETag is another.", {
      slug: "stale_etag",
    });
  }
  if (unwanted !== null && matchesWeakly(unwanted, etag)) {
    throw new AppError("precondition_failed", "The resource is what If-None-Match says it must not be.", {
      slug: "etag_matched",
    });
  }
}

async function currentEtag(current: HandledEndpoint, input: PlainInput): Promise<string> {
  const seen = buildResponse(input.ctx, current.endpoint, await current.run({ ...input, query: {}, body: undefined }));
  return seen.headers.get("ETag") ?? "";
}
