import type { Context } from "~/platform/context.server";

/** How a code is stored: keyed, so that a copy of the database does not give codes away. */
export function linkCodeDigest({ secrets }: Pick<Context, "secrets">, provider: string, code: string): string {
  return secrets.digest(`chat-link-code:${provider}:${code}`);
}
