import { z } from "zod";

import { AddressList, AddressListPatch, MAX_LIST_ADDRESSES, NewAddressList } from "~/domain/address-lists/address-list";
import { ChecksumAddress, Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { pageQuery, queryFlag } from "../api/page-query";

const address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const example = {
  id: "0197a1b2-9e5f-7a61-8c7d-8e9f0a1b2c3d",
  name: "treasury",
  description: "Our own wallets.",
  size: 12,
  createdAt: "2026-01-15T08:30:00.000Z",
  updatedAt: "2026-01-15T08:30:00.000Z",
};

const tag = "Address lists";
const params = z.object({ id: Id });

/** `GET /v1/address-lists` */
export const listAddressListsEndpoint = endpoint({
  method: "GET",
  path: "/v1/address-lists",
  summary: "List address lists",
  description: "Newest first, without their addresses.",
  tag,
  action: "address_list.read",
  list: true,
  query: z.strictObject({
    ...pageQuery,
    q: z.string().max(200).optional().describe("Words of the name or description."),
  }),
  responses: { 200: { description: "Address lists.", schema: listOf(AddressList) } },
});

/** `POST /v1/address-lists` */
export const createAddressListEndpoint = endpoint({
  method: "POST",
  path: "/v1/address-lists",
  summary: "Make an address list",
  description: "It is empty at first. A condition names it as `@name`; a rule may watch it as its scope `list`.",
  tag,
  action: "address_list.write",
  body: NewAddressList,
  example: { name: example.name, description: example.description },
  responses: { 201: { description: "The new list.", schema: AddressList, example: { ...example, size: 0 } } },
  errors: [409],
});

/** `GET /v1/address-lists/{id}` */
export const getAddressListEndpoint = endpoint({
  method: "GET",
  path: "/v1/address-lists/{id}",
  summary: "Get an address list",
  tag,
  action: "address_list.read",
  params,
  responses: { 200: { description: "The list, without its addresses.", schema: AddressList, example } },
  errors: [404],
});

/** `PATCH /v1/address-lists/{id}` */
export const updateAddressListEndpoint = endpoint({
  method: "PATCH",
  path: "/v1/address-lists/{id}",
  summary: "Change an address list",
  description: "What is not named stays. While conditions of rules name the list, its name can't be changed (409).",
  tag,
  action: "address_list.write",
  params,
  body: AddressListPatch,
  example: { description: "Our own wallets and vaults." },
  responses: { 200: { description: "The changed list.", schema: AddressList, example } },
  errors: [404, 409, 412],
});

/** `DELETE /v1/address-lists/{id}` */
export const deleteAddressListEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/address-lists/{id}",
  summary: "Delete an address list",
  description: "Refused (409, with the rules' names) while rules watch it or name it in a condition.",
  tag,
  action: "address_list.write",
  params,
  responses: { 204: { description: "Deleted." } },
  errors: [404, 409, 412],
});

/** `GET /v1/address-lists/{id}/addresses` */
export const listListAddressesEndpoint = endpoint({
  method: "GET",
  path: "/v1/address-lists/{id}/addresses",
  summary: "List the addresses of a list",
  description: "In the order of the addresses themselves.",
  tag,
  action: "address_list.read",
  list: true,
  params,
  query: z.strictObject({ ...pageQuery, q: z.string().max(100).optional().describe("A part of an address.") }),
  responses: {
    200: {
      description: "Addresses.",
      schema: listOf(z.object({ address: ChecksumAddress })),
      example: {
        data: [{ address: "0x5FbDB2315678afecb367f032d93F642f64180aa3" }],
        meta: { total: 1, page: 1, limit: 20, nextCursor: null },
      },
    },
  },
  errors: [404],
});

const tooMany = "must be at most 100,000 addresses";
const Addresses = z.array(z.string().max(200, "is not an address")).max(MAX_LIST_ADDRESSES, tooMany);
const AddressChange = z.strictObject({
  add: Addresses.default([]),
  remove: Addresses.default([]),
  replace: z.boolean().default(false).describe("The list has what `add` names, and nothing else."),
});
/** A CSV file's other columns (a spreadsheet's notes) are passed over. */
const CsvRows = z
  .array(z.object({ address: z.string() }))
  .max(MAX_LIST_ADDRESSES, tooMany)
  .transform((rows) => AddressChange.parse({ add: rows.map((row) => row.address.trim()) }));

/** `POST /v1/address-lists/{id}/addresses` */
export const changeAddressesEndpoint = endpoint({
  method: "POST",
  path: "/v1/address-lists/{id}/addresses",
  summary: "Add, remove or replace addresses",
  description:
    "JSON, or CSV with a column `address` whose rows are added (with `?replace=true` they replace what is there). At " +
    "most 100,000 addresses and 16 MiB. All or nothing: one wrong address, and nothing is changed; all that are wrong " +
    "are told, of a CSV file as `/add/N`, counted from 0 without the header. An address that is there already, or that " +
    "was not there to be removed, counts as unchanged.",
  tag,
  action: "address_list.write",
  idempotent: true,
  maxBodyBytes: 16 * 1024 * 1024,
  params,
  query: z.strictObject({ replace: queryFlag.describe("As `replace` in the body, for CSV.") }),
  body: z.union([AddressChange, CsvRows]),
  csv: { required: ["address"], example: `address,note\n${address},cold wallet\n` },
  example: { add: [address], remove: [] },
  responses: {
    200: {
      description: "What became of the addresses.",
      schema: z.object({ added: z.int(), removed: z.int(), unchanged: z.int(), size: z.int() }),
      example: { added: 1, removed: 0, unchanged: 0, size: 13 },
    },
  },
  errors: [404],
});
