import { Interface } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";

import { waitFor } from "../../support/wait-for";
import { type AttackDesk, openAttackDesk } from "./desk";

const address = (byte: string) => `0x${byte.repeat(20)}`;
const [PROXY, QUIET, ATTACK, ADMIN, WALLET] = [
  address("ab"),
  address("ac"),
  address("a7"),
  address("ad"),
  address("ae"),
];
const [GOOD, EVIL, WORSE] = [address("11"), address("66"), address("77")];
const IMPLEMENTATION = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
const PROXY_ADMIN = "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103";
/** Stores the first word of its calldata as its implementation, whoever calls it. */
const PROXY_CODE = `0x6000357f${IMPLEMENTATION.slice(2)}5500`;
/** Passes its calldata on to PROXY. */
const ATTACK_CODE = `0x36600060003760006000366000600073${PROXY.slice(2)}5af100`;
const word = (of: string) => `0x${of.slice(2).padStart(64, "0")}`;

let desk: AttackDesk;
const entries = { proxy: "", quiet: "", wallet: "" };
const rules = { proxy: "", quiet: "", wallet: "" };

beforeAll(async () => {
  desk = await openAttackDesk();
  const { rpc } = desk.anvil;
  for (const proxy of [PROXY, QUIET]) {
    await rpc("anvil_setCode", [proxy, PROXY_CODE]);
    await rpc("anvil_setStorageAt", [proxy, IMPLEMENTATION, word(GOOD)]);
  }
  await rpc("anvil_setStorageAt", [PROXY, PROXY_ADMIN, word(ADMIN)]);
  await rpc("anvil_setCode", [ATTACK, ATTACK_CODE]);
  await desk.mine();
  entries.proxy = await desk.watch(PROXY, { watchControl: true });
  entries.quiet = await desk.watch(QUIET, { name: "Quiet" });
  entries.wallet = await desk.watch(WALLET, { name: "Wallet" });
  const changed = { trigger: "implementation_changed", stage: "confirmed" } as const;
  rules.proxy = await desk.rule({ ...changed, watchlistId: entries.proxy });
  rules.quiet = await desk.rule({ ...changed, watchlistId: entries.quiet });
  rules.wallet = await desk.rule({ ...changed, watchlistId: entries.wallet, trigger: "delegation_changed" });
  await waitFor(async () => (await desk.ctx.db.controlGraph.count()) === 3, { timeoutMs: 20_000, describe: "graphs" });
});
afterAll(() => desk?.[Symbol.asyncDispose]());

const newest = () => desk.anvil.rpc<{ hash: string; number: string }>("eth_getBlockByNumber", ["latest", false]);

test("an implementation that changes inside another contract's call is noticed: from which to which, in which block", async () => {
  await desk.send({ to: ATTACK, data: word(EVIL) });
  await desk.mine();
  const { title, description, explanation } = await desk.alert(rules.proxy);
  const block = await newest();
  expect(explanation).toMatchObject({ label: "the code behind Vault is another one", result: true });
  expect(title).toBe("The code behind Vault is another one");
  expect(description).toContain(`was ${GOOD} and is now ${EVIL}.`);
  expect(description).toContain(`No transaction of block ${Number(block.number)} could be named that did it`);
  expect(description).not.toContain("without warning");
});

test("one that no transaction changes is noticed too, and the alert names the block", async () => {
  await desk.anvil.rpc("anvil_setStorageAt", [QUIET, IMPLEMENTATION, word(WORSE)]);
  await desk.mine();
  const { hash, number } = await newest();
  expect(await desk.alert(rules.quiet)).toMatchObject({
    title: "The code behind Quiet is another one",
    description: expect.stringContaining(`No transaction of block ${Number(number)} could be named`),
    txHash: hash,
    blockHash: hash,
    fromAddress: QUIET,
  });
});

test("one that is called directly is told with its transaction", async () => {
  const hash = await desk.send({ to: QUIET, data: word(EVIL) });
  await desk.mine();
  const find = async () => (await desk.alerts(rules.quiet)).find(({ txHash }) => txHash === hash);
  const { description } = await waitFor(find, { describe: "the second change is alerted" });
  expect(description).toMatch(/was 0x7+ and is now 0x6+\. Changed in a transaction to .+, sent by .+, in block \d+\./);
});

test("an account that begins to delegate is noticed, with whom it delegates to", async () => {
  await desk.anvil.rpc("anvil_setCode", [WALLET, `0xef0100${EVIL.slice(2)}`]);
  await desk.mine();
  const { title, description } = await desk.alert(rules.wallet);
  expect(title).toBe("Wallet delegates to other code");
  expect(description).toMatch(/delegates to 0x6+ now, and did to nothing before\./);
});

test("with the switch on, an upgrade through the ProxyAdmin is caught while it is pending, under the admin's name", async () => {
  const ofAdmin = await desk.rule({ watchlistId: entries.proxy, signature: "upgrade(address,address)" });
  const ofProxy = await desk.rule({ watchlistId: entries.proxy, signature: "upgradeTo(address)" });
  const abi = new Interface(["function upgrade(address,address)"]);
  await desk.send({ to: ADMIN, data: abi.encodeFunctionData("upgrade", [PROXY, EVIL]) });
  expect(await desk.alert(ofAdmin)).toMatchObject({ detection: "pending", target: ADMIN });
  expect(await desk.alert(ofProxy)).toMatchObject({ title: "Vault is being upgraded to 0x6666…6666", target: PROXY });
});
