import type { Context } from "~/platform/context.server";

/**
 * How a code is stored: keyed, so that a copy of the database does not give codes away. By each known secret, today's
 * first, which is the one to store.
 */
export function linkCodeDigests(
  { secrets }: Pick<Context, "secrets">,
  provider: string,
  code: string,
): readonly [string, ...string[]] {
  const text = `chat-link-code:${provider}:${code}`;
  return [secrets.digest(text), ...secrets.digests(text).slice(1)];
}
