import { z } from "zod";

import { Id } from "~/domain/shared-schemas";
import { NewWatchlistEntry, WatchlistEntry, WatchlistEntryPatch } from "~/domain/watchlists/watchlist-entry";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { pageQuery, queryFlag } from "../api/page-query";

const example = {
  id: "0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b",
  name: "Treasury Vault",
  network: "mainnet",
  address: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
  tags: ["treasury"],
  abi: null,
  abis: [],
  watchControl: false,
  enabled: true,
  createdAt: "2026-01-15T08:30:00.000Z",
  updatedAt: "2026-01-15T08:30:00.000Z",
};

const tag = "Watchlists";
const params = z.object({ id: Id });

/** `GET /v1/watchlists` */
export const listWatchlistEntriesEndpoint = endpoint({
  method: "GET",
  path: "/v1/watchlists",
  summary: "List watched contracts",
  description: "Newest first. The ABIs are only in the answer for a single entry.",
  tag,
  action: "watchlist.read",
  list: true,
  query: z.strictObject({
    ...pageQuery,
    network: z.string().max(100).optional().describe("A network's name."),
    enabled: queryFlag,
    tag: z.string().max(100).optional(),
    q: z.string().max(200).optional().describe("Words of the name, a tag, or the beginning of an address."),
  }),
  responses: { 200: { description: "Watched contracts.", schema: listOf(WatchlistEntry) } },
});

/** `POST /v1/watchlists` */
export const createWatchlistEntryEndpoint = endpoint({
  method: "POST",
  path: "/v1/watchlists",
  summary: "Watch a contract",
  description:
    "The address may be in any case; one that mixes cases must have a right EIP-55 checksum. With `watchControl` its " +
    "rules also look at who controls it: an upgrade goes to the proxy's admin, not to the proxy.",
  tag,
  action: "watchlist.write",
  body: NewWatchlistEntry,
  example: { name: "Treasury Vault", network: "mainnet", address: example.address, tags: ["treasury"] },
  responses: { 201: { description: "The new entry.", schema: WatchlistEntry, example } },
  errors: [409],
});

/** `GET /v1/watchlists/{id}` */
export const getWatchlistEntryEndpoint = endpoint({
  method: "GET",
  path: "/v1/watchlists/{id}",
  summary: "Get a watched contract",
  tag,
  action: "watchlist.read",
  params,
  responses: { 200: { description: "The entry, with its ABIs.", schema: WatchlistEntry, example } },
  errors: [404],
});

/** `PATCH /v1/watchlists/{id}` */
export const updateWatchlistEntryEndpoint = endpoint({
  method: "PATCH",
  path: "/v1/watchlists/{id}",
  summary: "Change a watched contract",
  description:
    "What is not named stays; `abis` are replaced as a whole. Network and address are the entry's identity and cannot " +
    "be changed.",
  tag,
  action: "watchlist.write",
  params,
  body: WatchlistEntryPatch,
  example: { tags: ["treasury", "production"] },
  responses: { 200: { description: "The changed entry.", schema: WatchlistEntry, example } },
  errors: [404, 412],
});

/** `DELETE /v1/watchlists/{id}` */
export const deleteWatchlistEntryEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/watchlists/{id}",
  summary: "Stop watching a contract",
  description: "Its rules are disabled, not deleted; its alerts stay.",
  tag,
  action: "watchlist.write",
  params,
  responses: { 204: { description: "Deleted." } },
  errors: [404, 412],
});

const MAX_IMPORTED_ROWS = 50_000;
const importExample = [{ name: "Treasury Vault", network: "mainnet", address: example.address, tags: ["treasury"] }];

/** `POST /v1/watchlists/import` */
export const importWatchlistEntriesEndpoint = endpoint({
  method: "POST",
  path: "/v1/watchlists/import",
  summary: "Watch many contracts",
  description:
    "A JSON list, or CSV whose header names the same fields (`tags` divided by semicolons), of at most 50,000 rows and " +
    "16 MiB. A contract that is watched already is changed; what its row does not name, or leaves empty, stays. Rows " +
    "that are wrong are told in `errors`, counted from 1 without the header, and the others are written all the same, " +
    "unless `atomic` is true: then nothing is.",
  tag,
  action: "watchlist.write",
  idempotent: true,
  maxBodyBytes: 16 * 1024 * 1024,
  query: z.strictObject({ atomic: queryFlag.describe("All or nothing.") }),
  body: z
    .array(
      z.unknown().describe("`name`, `network` and `address`; perhaps `tags`, `abi` and `enabled`."),
      "must be a list of rows",
    )
    .max(MAX_IMPORTED_ROWS, "must be at most 50,000 rows"),
  csv: {
    required: ["name", "network", "address"],
    example: `name,network,address,tags\nTreasury Vault,mainnet,${example.address},treasury;production\n`,
  },
  example: importExample,
  responses: {
    200: {
      description: "What became of the rows.",
      schema: z.object({
        created: z.int(),
        updated: z.int(),
        unchanged: z.int(),
        errors: z.array(z.object({ row: z.int(), detail: z.string() })),
      }),
      example: { created: 1, updated: 0, unchanged: 0, errors: [] },
    },
  },
  errors: [409],
});
