import { Interface } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";

import { seedAddressList } from "../../prisma/seed/seed-address-list";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { type ApiClient, createApiClient } from "../support/api-client";

const ABI = [
  `function all(uint8 small, uint256 amount, address owner, bool flag, bytes32 role, string name, address[2] pair,
    (address recipient, uint256 amount) order)`,
  "function over(uint256 amount)",
  "function over(address who)",
];

let api: ApiClient;
let token: string;
let watchlistId: string;

beforeAll(async () => {
  api = await createApiClient();
  token = (await api.signIn("analyst")).token;
  const networkId = (await seedNetwork(api.ctx, { name: "demo" })).id;
  const abi = JSON.parse(new Interface(ABI).formatJson());
  watchlistId = (await seedWatchlistEntry(api.ctx, { networkId, abi })).id;
  await seedAddressList(api.ctx, { name: "treasury" });
});
afterAll(() => api.close());

const rule = (signature: string | undefined, condition: string) => {
  return { name: "A rule", watchlistId, signature, condition, severity: "high" };
};

test.each<[string, string | undefined, string, [string, string][]]>([
  ["an unknown name", "all", "amuont > 5", [["unknown_name", "amuont"]]],
  ["an unknown field", "all", "order.amuont > 5", [["unknown_field", "amuont"]]],
  ["an unknown list", "all", "owner in @tresury", [["unknown_list", "@tresury"]]],
  ["a number the type can't hold", "all", "small == 256", [["number_range", "256"]]],
  ["a negative number of an unsigned type", "all", "amount > -1", [["number_range", "-1"]]],
  ["a fraction of wei", "all", "amount > 0.5 wei", [["number_malformed", "0.5 wei"]]],
  ["an address of the wrong length", "all", "owner == 0x1234", [["address_length", "0x1234"]]],
  [
    "an address with a wrong checksum",
    "all",
    "owner == 0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    [["address_checksum", "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed"]],
  ],
  ["an operator the type doesn't have", "all", "owner > from", [["operator_type", "owner > from"]]],
  ["an order of booleans", "all", "flag >= true", [["operator_type", "flag >= true"]]],
  ["a part of a number", "all", "amount contains 5", [["operator_type", "amount contains 5"]]],
  ["bytes of the wrong length", "all", "role == 0x1234", [["bytes_length", "0x1234"]]],
  ["another type", "all", "owner == 5", [["type_mismatch", "5"]]],
  ["a constant", "all", "1 == 1", [["constant_condition", "1 == 1"]]],
  ["a constant part", "all", "flag OR 'a' == 'a'", [["constant_condition", "'a' == 'a'"]]],
  ["what is always true of the type", "all", "amount >= 0", [["constant_condition", "amount >= 0"]]],
  ["a comparison with itself", "all", "amount == amount", [["constant_condition", "amount == amount"]]],
  ["a position past a fixed array", "all", "pair[2] == from", [["index_range", "pair[2]"]]],
  ["a position past the parameters", "all", "$8 == 1", [["index_range", "$8"]]],
  ["what isn't a condition", "all", "amount", [["not_boolean", "amount"]]],
  ["a malformed pattern", "all", "name matches '('", [["pattern_malformed", "'('"]]],
  ["a look-ahead", "all", "name matches 'a(?=b)'", [["pattern_malformed", "'a(?=b)'"]]],
  ["a division by zero", "all", "amount / 0 > 1", [["division_by_zero", "0"]]],
  ["an unknown function", "all", "pow(amount, 2) > 1", [["unknown_name", "pow"]]],
  ["a text that isn't closed", "all", "name == 'abc", [["syntax", "'abc"]]],
  ["two operators", "all", "amount >> 5", [["syntax", ">"]]],
  ["a bracket that isn't closed", "all", "(amount > 5", [["syntax", ""]]],
  ["something after the end", "all", "amount > 5 amount", [["syntax", "amount"]]],
  ["what only a mined transaction has", "all", "status == Success", [["unknown_name", "status"]]],
  [
    "all that is wrong",
    "all",
    "amuont > 5 AND small == 256 OR owner == 0x12",
    [
      ["unknown_name", "amuont"],
      ["number_range", "256"],
      ["address_length", "0x12"],
    ],
  ],
  ["an unknown name of any call", undefined, "amount > 5", [["unknown_name", "amount"]]],
  ["an unknown name of all overloads", "over", "amuont > 5", [["unknown_name", "amuont"]]],
])("%s is refused at its place", async (_what, signature, condition, expected) => {
  const { status, body } = await api.call("POST", "/v1/rules", { token, body: rule(signature, condition) });
  expect(status).toBe(400);
  const found = body.errors.map(({ code, position }: { code: string; position: { start: number; end: number } }) => [
    code,
    condition.slice(position.start, position.end),
  ]);
  expect(found).toEqual(expected);
  expect(new Set(body.errors.map(({ pointer }: { pointer: string }) => pointer))).toEqual(new Set(["/condition"]));
});

test.each([
  ["amuont > 5", "amount"],
  ["order.recipent == from", "recipient"],
  ["owner in @tresury", "@treasury"],
  ["tx.valeu > 1", "tx.value"],
  ["contract.nam == 'x'", "contract.name"],
  ["gaslimit > 1", "gas_limit"],
  ["nme == 'x'", "name"],
])("%s is told what may be meant", async (condition, meant) => {
  const { body } = await api.call("POST", "/v1/rules", { token, body: rule("all", condition) });
  expect(body.errors[0].detail).toContain(`Did you mean ${meant}?`);
});

test("the limits of a condition hold to the byte, the level and the item", async () => {
  const codeOf = async (condition: string) => {
    const { status, body } = await api.call("POST", "/v1/rules", { token, body: rule("all", condition) });
    return status === 201 ? 201 : body.errors[0].code;
  };
  const text = (bytes: number) => `name != '${"x".repeat(bytes - "name != ''".length)}'`;
  expect([await codeOf(text(4096)), await codeOf(text(4097))]).toEqual([201, "too_long"]);
  const wide = `name != '${"é".repeat(2043)}'`;
  expect([await codeOf(wide), await codeOf(`${wide} `)]).toEqual([201, "too_long"]);
  const nested = (depth: number) => `${"(".repeat(depth)}flag${")".repeat(depth)}`;
  expect([await codeOf(nested(32)), await codeOf(nested(33))]).toEqual([201, "too_deep"]);
  const list = (length: number) => `small in [${Array.from({ length }, () => "7").join(",")}]`;
  expect([await codeOf(list(1000)), await codeOf(list(1001))]).toEqual([201, "list_too_long"]);
  expect(await codeOf("x".repeat(20_000))).toBe("too_big");
});
