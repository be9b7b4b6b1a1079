import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import type { Prisma } from "~/platform/generated/prisma/client";
import type { Secrets } from "~/platform/secrets.server";

/** Longer values stand as their digest and length: an audit log is read by people. */
const MAX_CHARACTERS = 2_000;

/** What every row has and no reader needs: the entry itself says which and when. */
const LEFT_OUT = new Set(["id", "createdAt", "updatedAt"]);

/** Which fields hold secrets, and what digests them. */
interface SecretFields {
  secret: readonly string[];
  secrets: Pick<Secrets, "digest">;
}

/** What an audit entry says of a change; a part is absent where there was, or is, nothing. */
export interface Changes {
  before?: Prisma.InputJsonObject;
  after?: Prisma.InputJsonObject;
}

/**
 * What differs between two states of one thing, for an audit entry's metadata: of a change only the fields that differ,
 * of something new all of `after`, of something deleted all of `before`. A secret stands as the start of its keyed
 * digest (`hmac:…`: the same secret always looks the same, and tells nothing), a long value as digest and length.
 *
 * `id`, `createdAt` and `updatedAt` are left out.
 *
 * @param before the fields as they were, or null when there was nothing. Fields that only one side has count as null.
 * @param after the fields as they are, or null when there is nothing any more.
 */
export function changes(before: object | null, after: object | null, secretFields?: SecretFields): Changes {
  const from = Object.entries(before ?? {});
  const names = [...new Set([...from, ...Object.entries(after ?? {})].map(([name]) => name))].filter(
    (name) => !LEFT_OUT.has(name),
  );
  const valueIn = (state: object, name: string) => plain(Object.entries(state).find(([key]) => key === name)?.[1]);
  const differing =
    before === null || after === null
      ? names
      : names.filter((name) => !isDeepStrictEqual(valueIn(before, name), valueIn(after, name)));
  const shown = (state: object) =>
    Object.fromEntries(
      differing.map((name) => {
        const value = valueIn(state, name);
        return [name, secretFields?.secret.includes(name) ? digested(value, secretFields.secrets) : shortened(value)];
      }),
    );
  return { ...(before === null ? {} : { before: shown(before) }), ...(after === null ? {} : { after: shown(after) }) };
}

type Json = Prisma.InputJsonValue | null;

/** As JSON has it: times as ISO 8601, whole numbers beyond 2^53 as decimal text, what is absent as null. */
function plain(value: unknown): Json {
  if (value === undefined || value === null) return null;
  return JSON.parse(JSON.stringify(value, (_key, inner) => (typeof inner === "bigint" ? inner.toString() : inner)));
}

function digested(value: Json, secrets: Pick<Secrets, "digest">): Json {
  if (value === null) return null;
  return `hmac:${secrets.digest(JSON.stringify(value)).slice(0, 16)}`;
}

function shortened(value: Json): Json {
  const text = JSON.stringify(value);
  if (text.length <= MAX_CHARACTERS) return value;
  const digest = createHash("sha256").update(text).digest("hex");
  return { sha256: digest.slice(0, 16), characters: text.length };
}
