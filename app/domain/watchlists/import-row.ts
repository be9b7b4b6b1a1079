import { z } from "zod";

import { normalizeAddress } from "~/domain/transactions/address";
import type { Prisma } from "~/platform/generated/prisma/client";
import { readAbi } from "./read-abi";
import { NewWatchlistEntry } from "./watchlist-entry";

/** A row as it is stored. What it does not name (undefined) stays as it is when the entry is known already. */
export interface ImportedEntry {
  networkId: string;
  /** Lower case. */
  address: string;
  name: string;
  tags: string[] | undefined;
  enabled: boolean | undefined;
  abi: Prisma.InputJsonArray | undefined;
}

/** What a row says, or what is wrong with it in a sentence. */
export type ReadRow = { ok: true; entry: ImportedEntry } | { ok: false; detail: string };

const { name, network, address, tags, abi } = NewWatchlistEntry.shape;
const Tags = tags.unwrap();

/** A cell that was left empty says nothing. */
const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === "string" && value.trim() === "" ? undefined : value), schema.optional());

const TagList = z.string().transform((text) => text.split(/[,;|]/).flatMap((tag) => (tag.trim() === "" ? [] : [tag])));
const Flag = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.enum(["true", "false"]))
  .transform((text) => text === "true");

/** A row of an import, from JSON or, with strings only, from CSV. */
const Row = z.strictObject({
  name,
  network,
  address,
  tags: orNothing(z.union([TagList.pipe(Tags), Tags], "must be at most 20 tags of 1 to 40 characters, without commas")),
  enabled: orNothing(z.union([z.boolean(), Flag], 'must be "true" or "false"')),
  abi: orNothing(abi.unwrap().unwrap()),
});

/** Reads a row whose network must be one of `networkIds` (by name). */
export function readImportRow(row: unknown, networkIds: ReadonlyMap<string, string>): ReadRow {
  const parsed = Row.safeParse(row);
  if (!parsed.success) return { ok: false, detail: parsed.error.issues.map(describe).join("; ") };
  const networkId = networkIds.get(parsed.data.network.trim().toLowerCase());
  const normalized = normalizeAddress(parsed.data.address);
  const clean = readAbi(parsed.data.abi);
  if (networkId === undefined) return { ok: false, detail: "network: is not a network that is configured" };
  if (!normalized.ok) return { ok: false, detail: `address: ${normalized.detail}` };
  if ("error" in clean) return { ok: false, detail: `abi: ${clean.error.detail}` };
  const { name, tags, enabled } = parsed.data;
  return {
    ok: true,
    entry: { networkId, address: normalized.address, name, tags, enabled, abi: clean.abi ?? undefined },
  };
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") {
    const [first = ""] = issue.keys;
    return first === "" ? "has more cells than the header" : `${first}: is not a field of a watchlist entry`;
  }
  if (issue.path.length === 0) return "is not an object with name, network and address";
  return `${issue.path.join("/")}: ${issue.code === "invalid_type" && issue.input === undefined ? "is required" : issue.message}`;
}
