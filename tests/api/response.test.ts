import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Interface } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";

import { prepareResponse } from "~/domain/alerts/prepare-response.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedNetwork } from "../../prisma/seed/seed-network";
import { seedRule } from "../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import { type ApiClient, createApiClient } from "../support/api-client";

const VAULT = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
const VAULT_SUM = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const OWNER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
const OWNER_SUM = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const SPENDER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

let api: ApiClient;
let token: string;
let networkId: string;

beforeAll(async () => {
  api = await createApiClient();
  ({ token } = await api.signIn("viewer"));
  networkId = (await seedNetwork(api.ctx, { name: "response-net", chainId: 8453 })).id;
});
afterAll(() => api.close());

type RuleChange = Parameters<typeof seedRule>[1];
type AlertChange = Partial<Parameters<typeof seedAlert>[1]>;

async function makeAlert({ rule = {}, alert = {} }: { rule?: Partial<RuleChange>; alert?: AlertChange } = {}) {
  const { id: ruleId } = await seedRule(api.ctx, { networkId, ...rule } as RuleChange);
  return seedAlert(api.ctx, { ruleId, networkId, fromAddress: OWNER, toAddress: VAULT, target: VAULT, ...alert });
}

const get = (id: string) => api.call("GET", `/v1/alerts/${id}/response`, { token });

test("without a template it is pause() on the contract, in every form that people sign", async () => {
  const { id } = await makeAlert();
  const { status, body, headers } = await get(id);
  expect(status).toBe(200);
  expect(headers.get("ETag")).toMatch(/^"/);
  expect(body).toEqual({
    summary: `Calls pause() on ${VAULT_SUM}.`,
    chainId: 8453,
    to: VAULT_SUM,
    value: "0",
    data: "0x8456cb59",
    signature: "pause()",
    safeTransactionBuilder: expect.objectContaining({
      version: "1.0",
      chainId: "8453",
      transactions: [
        { to: VAULT_SUM, value: "0", data: "0x8456cb59", contractMethod: null, contractInputsValues: null },
      ],
    }),
    castSend: `cast send --rpc-url "$ETH_RPC_URL" --chain 8453 --interactive ${VAULT_SUM} 0x8456cb59`,
    warnings: ["Sentinel has no ABI of the contract: nobody has checked that it has pause()."],
  });
  expect(await prepareResponse(api.ctx, { alertId: id })).toEqual(body);
});

test("a rule on a contract answers on that contract, though the alert is about who controls it", async () => {
  const entry = await seedWatchlistEntry(api.ctx, {
    networkId,
    address: VAULT,
    name: "Vault",
    abi: ["function pause()"],
  });
  const { id } = await makeAlert({
    rule: { watchlistId: entry.id, networkId: null } as Partial<RuleChange>,
    alert: { target: OWNER, watchlistId: entry.id },
  });
  const { body } = await get(id);
  expect(body).toMatchObject({ to: VAULT_SUM, summary: `Calls pause() on Vault (${VAULT_SUM}).`, warnings: [] });
});

test("what could not be checked, and what the sender chose, is said", async () => {
  const address = "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512";
  const entry = await seedWatchlistEntry(api.ctx, { networkId, address, abi: ["function pause(uint256)"] });
  await api.ctx.db.controlGraph.create({ data: { watchlistId: entry.id, implementation: VAULT } });
  const args = [{ name: "spender", type: "address", value: SPENDER }];
  const response = { to: address, signature: "stop(address)", args: ["{{call.args.spender}}"], value: "5" };
  const { id } = await makeAlert({
    rule: { response },
    alert: { txStatus: "dropped", call: { selector: "0x095ea7b3", signature: null, name: "approve", args } },
  });
  const { body } = await get(id);
  expect(body).toMatchObject({ value: "5", castSend: expect.stringContaining(" --value 5 ") });
  expect(new Interface(["function stop(address)"]).parseTransaction({ data: body.data })?.args[0]).toBe(SPENDER);
  const said = body.warnings.join("\n");
  for (const words of [
    "has no stop(address)",
    `proxy: the code at ${VAULT_SUM}`,
    "5 wei",
    "call.args.spender",
    "dropped",
  ]) {
    expect(said).toContain(words);
  }
});

test("where none can be made, the answer says why", async () => {
  const gone = await get(api.ctx.newId());
  expect(gone.body).toMatchObject({ status: 404, code: "not_found" });

  const creation = await makeAlert({ alert: { toAddress: null, target: null } });
  const hostile = await makeAlert({
    rule: { response: { signature: "stop(address)", args: ["{{call.args.0}}"] } },
    alert: {
      call: {
        selector: "0x12345678",
        signature: null,
        name: "x",
        args: [{ name: null, type: "string", value: "\u202e0x" }],
      },
    },
  });
  const broken = await makeAlert({ rule: { response: { args: "all" } } });
  const reasons = [
    [creation.id, "names no contract"],
    [hostile.id, "args/0 must be an address"],
    [broken.id, "save the rule again"],
  ] as const;
  for (const [id, words] of reasons) {
    const { status, body } = await get(id);
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: "no_response", detail: expect.stringContaining(words) });
    expect(await prepareResponse(api.ctx, { alertId: id })).toBeNull();
  }
});

test("the line for cast reaches the shell as it is meant", async () => {
  const value = (2n ** 200n).toString();
  const response = { signature: "note(string)", args: ["$(touch /tmp/pwned) `id` '\"; {{from}}"], value };
  const { id } = await makeAlert({ rule: { response } });
  const { body } = await get(id);
  const folder = mkdtempSync(join(tmpdir(), "cast-line-"));
  writeFileSync(join(folder, "cast"), '#!/bin/sh\nfor a in "$@"; do echo "$a"; done\n', { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, ETH_RPC_URL: "https://rpc.example.org/a b" };
  const printed = execFileSync("sh", ["-c", body.castSend], { env, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  const expected = ["send", "--rpc-url", env.ETH_RPC_URL, "--chain", "8453", "--interactive", "--value", value];
  expect(printed.trim().split("\n")).toEqual([...expected, VAULT_SUM, body.data]);
  const note = new Interface(["function note(string)"]).parseTransaction({ data: body.data })?.args[0];
  expect(note).toBe(`$(touch /tmp/pwned) \`id\` '"; ${OWNER_SUM}`);
});
