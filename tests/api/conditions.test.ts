import { Interface } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";

import { seedAddressList } from "../../prisma/seed/seed-address-list";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { type ApiClient, createApiClient } from "../support/api-client";

const CONTRACT = "0x00000000000000000000000000000000000000aa";
const SENDER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const FRIEND = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const ROLE = `0x${"00".repeat(32)}`;
const ABI = [
  "function transfer(address to, uint256 value)",
  "function upgradeTo(address newImplementation)",
  "function grantRole(bytes32 role, address account)",
  "function swap((uint256 amountIn, address recipient)[] steps)",
  "function rename(string name, bytes data)",
  `function all(uint8 small, int24 tick, uint256 amount, address owner, bool flag, bytes data, bytes4 sel, bytes32 role,
    string name, uint256[] ids, address[2] pair, (address recipient, uint256 amount, (bytes32 id, string memo) inner) order,
    (uint256 amountIn, address recipient)[] orders, uint256[][] grid, string[] tags, bytes[] blobs, uint256)`,
  "function over(uint256 amount)",
  "function over(address who)",
];
const coder = new Interface(ABI);
const ALL = coder.encodeFunctionData("all", [
  ...[200, -887_272, 5n * 10n ** 18n, FRIEND, true, "0xAABBCCDDEE", "0x12345678", `0x${"ab".repeat(32)}`],
  ...["Große DRAIN", [1n, 2n ** 64n + 1n, 3n], [FRIEND, SENDER], [FRIEND, 6n * 10n ** 18n, [ROLE, 'it\'s "x"']]],
  ...[[[7n, FRIEND]], [[1n, 2n], [], [3n]], ['a","b', "é"], ["0x", "0xBEEF"], 42n],
]);

let api: ApiClient;
let token: string;
let watchlistId: string;

beforeAll(async () => {
  api = await createApiClient();
  token = (await api.signIn("analyst")).token;
  const networkId = (await seedNetwork(api.ctx, { name: "demo" })).id;
  const parsed = JSON.parse(coder.formatJson());
  const entry = { networkId, address: CONTRACT, abi: parsed, name: "Vault", tags: ["defi", "Treasury"] };
  watchlistId = (await seedWatchlistEntry(api.ctx, entry)).id;
  await seedAddressList(api.ctx, { name: "treasury", addresses: [FRIEND.toLowerCase()] });
  await seedAddressList(api.ctx, { name: "guardians", addresses: [SENDER.toLowerCase()] });
});
afterAll(() => api.close());

const rule = (signature: string | undefined, condition: string) => ({
  ...{ name: "A rule", watchlistId, signature, condition, severity: "high" },
});

/** What a rule says of a transaction, or how it is refused. */
async function ask(signature: string | undefined, condition: string, data: string, fields: object = {}) {
  const transaction = { to: CONTRACT, from: SENDER, value: "0", data, nonce: 9, ...fields };
  const body = { rule: rule(signature, condition), transaction };
  const answer = await api.call("POST", "/v1/rules/test", { token, body });
  if (answer.status === 200) return answer.body.matched;
  return answer.body.errors.map(({ code }: { code: string }) => code).join(" ");
}

test.each<[string, unknown]>([
  ["small == 200", true],
  ["small > 0xc7", true],
  ["$0 == 200", true],
  ["tick == -887_272", true],
  ["tick < -887271", true],
  ["-tick == 887272", true],
  ["abs(tick) == 887272", true],
  ["tick / 10 == -88727", true],
  ["tick % 10 == -2", true],
  ["amount == 5 ether", true],
  ["amount > 4.999 ether", true],
  ["amount >= 5e18", true],
  ["amount == 5_000_000_000 gwei", true],
  ["amount / 1 ether == 5", true],
  ["amount > tx.value", true],
  ["amount between 1 ether and 5 ether", true],
  ["amount in [1 ether, 5 ether]", true],
  ["amount not in [5 ether]", false],
  [`owner == ${FRIEND}`, true],
  [`owner == ${FRIEND.toLowerCase()}`, true],
  [`owner == ${FRIEND.toUpperCase().replace("X", "x")}`, true],
  [`owner == '${FRIEND}'`, true],
  ["owner in @treasury", true],
  ["owner not in @treasury", false],
  ["owner != from", true],
  ["from in @guardians", true],
  ["NOT (from in @guardians)", false],
  [`owner in [${SENDER}, ${FRIEND}]`, true],
  ["flag", true],
  ["NOT flag", false],
  ["flag == TRUE", true],
  ["flag != false AND small == 200", true],
  ["data == 0xaabbccddee", true],
  ["data starts_with 0xaabb", true],
  ["data contains 0xccdd", true],
  ["data contains 0xbccd", false],
  ["data ends_with 0xEE", true],
  ["length(data) == 5", true],
  ["selector(data) == 0xaabbccdd", true],
  ["data == 0x", false],
  ["sel == 0x12345678", true],
  ["sel == selector('transfer(address,uint256)')", false],
  [`role == 0x${"AB".repeat(32)}`, true],
  ["role starts_with 0xabab", true],
  [`role == ${ROLE}`, false],
  ["name == 'große drain'", true],
  ["name contains DRAIN", true],
  ["name starts_with 'GROSSE'", false],
  ["name ends_with 'Drain'", true],
  ["name matches '(?i)drain|sweep'", true],
  ["name matches 'drain'", false],
  ["length(name) == 11", true],
  ["lower(name) matches 'drain$'", true],
  ["ids contains 18446744073709551617", true],
  ["ids contains 18446744073709551616", false],
  ["ids[1] > 2", true],
  ["ids[9] == 1", null],
  ["ids[9] == 1 OR small == 200", true],
  ["ids[9] == 1 AND small == 1", false],
  ["NOT (ids[9] == 1)", null],
  ["length(ids) == 3", true],
  ["ids == '[1, 18446744073709551617, 3]'", true],
  ["ids[0] + ids[2] == 4", true],
  ["$9.1 > 2", true],
  [`pair contains ${SENDER}`, true],
  ["pair[1] == from", true],
  ["pair[0] in @treasury", true],
  ["order.amount > 5 ether", true],
  [`order.recipient == ${FRIEND}`, true],
  ["order.0 == owner", true],
  ["order[1] == 6 ether", true],
  [`order.inner.id == ${ROLE}`, true],
  ["order.inner.memo == 'it\\'s \"x\"'", true],
  [`order.inner.memo == "it's \\"x\\""`, true],
  [`order contains ${FRIEND}`, true],
  ["order contains 6e18", true],
  ["orders[0].amountIn > 10 * tx.value", true],
  ["$12[0].recipient == owner", true],
  ["orders[1].amountIn == 1", null],
  ["length(orders) == 1", true],
  ["orders contains 7", true],
  ["grid[0][1] == 2", true],
  ["grid[1][0] == 2", null],
  ["length(grid[1]) == 0", true],
  ["grid contains 3", true],
  ["grid == '[[1,2],[],[3]]'", true],
  ["tags contains 'b'", false],
  ["tags contains 'a\",\"b'", true],
  ["tags contains 'É'", true],
  ["blobs contains 0xbeef", true],
  ["blobs[0] == 0x", true],
  ["$16 == 42", true],
  ["$16 / (small - 200) > 1", null],
  ["min(small, $16) == 42", true],
  ["max(small, amount, $16) == amount", true],
  ["value == 0", true],
  ["tx.value == 0", true],
  ["nonce == 9", true],
  ["depth == 0", true],
  ["caller == from", true],
  ["network == demo", true],
  ["contract.name == 'vault'", true],
  ["contract.tags contains 'treasury'", true],
  ["contract.tags contains 'none'", false],
  ["path == ''", true],
  ["is_contract_creation == false", true],
  ["length(input) > 1024", true],
  ["to == 0x00000000000000000000000000000000000000aa", true],
  ["small == 200\n  and\tflag || small == 1", true],
  ["(((small == 200)))", true],
  ["small == 1 OR small == 200 AND flag", true],
  ["! (small == 1) && !(small == 2)", true],
])("of a call with every type, %s is %s", async (condition, expected) => {
  expect(await ask("all", condition, ALL)).toBe(expected);
});

test.each<[string, string, unknown[], object, unknown]>([
  ["value > 100 ether", "upgradeTo", [FRIEND], { value: "100000000000000000001" }, true],
  ["value > 100 ether", "upgradeTo", [FRIEND], { value: "100000000000000000000" }, false],
  ["value > 100 ether", "transfer", [FRIEND, 10n ** 21n], {}, true],
  ["tx.value > 100 ether", "transfer", [FRIEND, 10n ** 21n], {}, false],
  ["value >= 1_000_000e6 AND to not in @treasury", "transfer", [SENDER, 10n ** 12n], {}, true],
  ["value >= 1_000_000e6 AND to not in @treasury", "transfer", [FRIEND, 10n ** 12n], {}, false],
  [`newImplementation != ${FRIEND}`, "upgradeTo", [FRIEND], {}, false],
  ["NOT (from in @guardians)", "upgradeTo", [FRIEND], {}, false],
  ["NOT (from in @guardians)", "upgradeTo", [FRIEND], { from: FRIEND }, true],
  ["$0[0].amountIn > 10 * tx.value", "swap", [[[11n, FRIEND]]], { value: "1" }, true],
  ["$0[0].amountIn > 10 * tx.value", "swap", [[[10n, FRIEND]]], { value: "1" }, false],
  ["$0[0].amountIn > 10 * tx.value", "swap", [[]], { value: "1" }, null],
  ["path contains 'execTransaction' AND selector == 0x3659cfe6", "upgradeTo", [FRIEND], {}, false],
  ["path contains 'execTransaction' OR selector == 0x3659cfe6", "upgradeTo", [FRIEND], {}, true],
  [`role == ${ROLE}`, "grantRole", [ROLE, FRIEND], {}, true],
  ["name matches '(?i)drain|sweep'", "rename", ["Sweep it", "0x"], {}, true],
  ["length(data) > 1024", "rename", ["x", `0x${"00".repeat(1025)}`], {}, true],
  ["max_fee_per_gas > 300 gwei", "upgradeTo", [FRIEND], { maxFeePerGas: "300000000001" }, true],
])("the documented example %s is right of a %s", async (condition, name, values, fields, expected) => {
  const data = coder.encodeFunctionData(name, values);
  expect(await ask(name, condition, data, fields)).toBe(expected);
});
