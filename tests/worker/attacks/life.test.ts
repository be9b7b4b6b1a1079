import { afterAll, beforeAll, expect, test } from "vitest";

import { waitFor } from "../../support/wait-for";
import { type AttackDesk, openAttackDesk } from "./desk";

const VAULT = `0x${"ab".repeat(20)}`;
const ATTACK = `0x${"a7".repeat(20)}`;
const TOPIC = "8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0";
const OWNER = `0xf2fde38b${"66".repeat(20).padStart(64, "0")}`;
const HARMLESS = "0x12345678";
const PRICES = ["0x77359400", "0xee6b2800", "0x1dcd65000"];

let desk: AttackDesk;
const rules = { any: "", pending: "", mined: "", event: "" };

beforeAll(async () => {
  desk = await openAttackDesk();
  // Logs OwnershipTransferred(0, its caller), whatever is called.
  await desk.anvil.rpc("anvil_setCode", [VAULT, `0x3360007f${TOPIC}60006000a300`]);
  await desk.anvil.rpc("anvil_setCode", [ATTACK, `0x6000600060006000600073${VAULT.slice(2)}5af100`]);
  const watchlistId = await desk.watch(VAULT);
  const signature = "transferOwnership(address)";
  const event = "OwnershipTransferred(address indexed,address indexed)";
  rules.any = await desk.rule({ watchlistId });
  rules.pending = await desk.rule({ watchlistId, signature });
  rules.mined = await desk.rule({ watchlistId, signature, stage: "confirmed" });
  rules.event = await desk.rule({ watchlistId, trigger: "event", stage: "confirmed", event });
});
afterAll(() => desk?.[Symbol.asyncDispose]());

type Alert = Awaited<ReturnType<AttackDesk["alert"]>>;

/** The alert of an account's only transaction, once it is as wanted. */
function untilAlert(kind: keyof typeof rules, account: number, isWanted: (alert: Alert) => boolean = () => true) {
  const find = async () => {
    const alert = (await desk.alerts(rules[kind])).find(({ fromAddress }) => fromAddress === desk.accounts[account]);
    return alert !== undefined && isWanted(alert) && alert;
  };
  return waitFor(find, { describe: `the alert of ${kind} is as wanted` }) as Promise<Alert>;
}

const send = (account: number, price: number, data = OWNER) =>
  desk.send({ from: desk.accounts[account], nonce: "0x0", to: VAULT, data, gasPrice: PRICES[price] });
const has = (kind: string) => (alert: Alert) => alert.events.some((event) => event.kind === kind);

test("a dangerous call in the place of a harmless one has its own alert, and the harmless one's says so", async () => {
  await send(1, 0, HARMLESS);
  await untilAlert("any", 1);
  const hash = await send(1, 1);
  await untilAlert("any", 1, ({ isReplaced, replacedByHash }) => isReplaced && replacedByHash === hash);
  await untilAlert("pending", 1);
  await desk.mine();
  await untilAlert("any", 1, ({ txStatus }) => txStatus === "replaced");
  expect(await untilAlert("pending", 1, ({ txStatus }) => txStatus === "confirmed")).toMatchObject({ txHash: hash });
});

test("a dangerous call that gives way to a harmless one and comes back is followed by every alert, and told", async () => {
  await send(2, 0);
  await untilAlert("pending", 2);
  await send(2, 1, HARMLESS);
  await untilAlert("pending", 2, has("replacing"));
  const hash = await send(2, 2);
  for (const kind of ["any", "pending"] as const) {
    const isBack = (alert: Alert) => alert.txHash === hash && alert.replacedByHash === null && has("sped_up")(alert);
    await untilAlert(kind, 2, isBack);
  }
  await desk.mine();
  await untilAlert("pending", 2, ({ txStatus }) => txStatus === "confirmed");
});

test("a replacement that no rule matches is flagged, and told when it is mined", async () => {
  await send(3, 0);
  await untilAlert("pending", 3);
  await desk.send({ from: desk.accounts[3], nonce: "0x0", to: ATTACK, data: "0x", gasPrice: PRICES[1] });
  await untilAlert("pending", 3, ({ isReplaced }) => isReplaced);
  await desk.mine();
  await untilAlert("pending", 3, ({ txStatus }) => txStatus === "replaced");
  const { description, title } = await untilAlert("event", 3);
  expect(title).toContain("Ownership of Vault was transferred to 0xa7a7…a7A7");
  expect(description).not.toContain("without warning");
});

test("what a rule looks at only once it is mined did not appear without warning when endpoints showed it pending", async () => {
  await send(4, 0);
  await untilAlert("pending", 4);
  await desk.mine();
  const { description, firstSeen } = await untilAlert("mined", 4);
  expect(firstSeen).toHaveLength(1);
  expect(description).toMatch(/It was mined in block \d+\./);
  expect(description).not.toContain("without warning");
});

test("a failed transaction is told as failed, and its event is none", async () => {
  const code = await desk.anvil.rpc<string>("eth_getCode", [VAULT, "latest"]);
  await desk.anvil.rpc("anvil_setCode", [VAULT, "0x60006000fd"]);
  await send(5, 0);
  await untilAlert("pending", 5);
  await desk.mine();
  await untilAlert("pending", 5, ({ txStatus }) => txStatus === "failed");
  const { description } = await untilAlert("mined", 5, ({ txStatus }) => txStatus === "failed");
  expect(description).toContain("The transaction failed: nothing of it took effect.");
  expect((await desk.alerts(rules.event)).some(({ fromAddress }) => fromAddress === desk.accounts[5])).toBe(false);
  await desk.anvil.rpc("anvil_setCode", [VAULT, code]);
});

test("a reorganisation opens the alert again; a transaction that only the new branch shows appeared without warning", async () => {
  await send(6, 0);
  await untilAlert("pending", 6);
  await desk.mine();
  await untilAlert("pending", 6, ({ txStatus }) => txStatus === "confirmed");
  const fields = { from: desk.accounts[7], to: VAULT, data: OWNER, gas: "0x30d40", gasPrice: PRICES[2], nonce: "0x0" };
  await desk.anvil.rpc("anvil_reorg", [1, [[fields, 0]]]);
  await untilAlert("pending", 6, has("reorganised"));
  const { description, firstSeen } = await untilAlert("pending", 7);
  expect(firstSeen).toEqual([]);
  expect(description).toMatch(/It appeared without warning: it was first seen mined in block \d+\./);
});
