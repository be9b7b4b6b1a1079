import type { Interface } from "ethers";

import type { ApiInit, RunningSentinel } from "../support/sentinel";
import type { Cast } from "./cast";
import type { Deployment } from "./deploy-contracts";

/** The name of the local chain in Sentinel. */
export const NETWORK = "demo";

interface Named {
  id: string;
  name: string;
}
interface Entry extends Named {
  address: string;
}
interface RuleOfEntry extends Named {
  watchlistId: string | null;
}

/** Sentinel's API as the demo's admin; throws Error with the problem's detail for every answer that isn't 2xx. */
export type Call = <T>(path: string, init?: Pick<ApiInit, "method" | "body">) => Promise<T>;

/** Signs in, and again whenever the token has run out. */
export async function openApi(sentinel: RunningSentinel): Promise<Call> {
  let token = await sentinel.token();
  return async (path, init = {}) => {
    let answer = await sentinel.api(path, { ...init, token });
    if (answer.status === 401) {
      token = await sentinel.token();
      answer = await sentinel.api(path, { ...init, token });
    }
    if (answer.status >= 300) {
      const said = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
      throw new Error(`${init.method ?? "GET"} ${path}: ${answer.status} ${said.slice(0, 1000)}`);
    }
    return answer.body;
  };
}

interface WatchedRule {
  name: string;
  severity: string;
  signature?: string;
  /** Of mined transactions. */
  event?: string;
  condition?: string;
}

interface Watched {
  name: string;
  contract: "vault" | "reserve" | "token" | "safe";
  tags: string[];
  rules: WatchedRule[];
}

const REMIND_AFTER_S = 30;

/** Whom the company pays and trusts: `@treasury` in conditions. */
const TREASURY = "treasury";

const WATCHED: Watched[] = [
  {
    name: "Treasury Vault",
    contract: "vault",
    tags: ["treasury", "production"],
    rules: [
      { signature: "renounceOwnership", severity: "critical", name: "Treasury: ownership renounced" },
      { signature: "transferOwnership", severity: "critical", name: "Treasury: ownership transferred" },
      { signature: "upgradeTo", severity: "critical", name: "Treasury: upgraded" },
      { signature: "upgradeToAndCall", severity: "critical", name: "Treasury: upgraded and called" },
      {
        signature: "withdraw(address,uint256)",
        condition: `amount > 1_000 ether and to not in @${TREASURY}`,
        severity: "high",
        name: "Treasury: large withdrawal to a stranger",
      },
      { signature: "pause", severity: "high", name: "Treasury: paused" },
    ],
  },
  {
    name: "Reserve Vault",
    contract: "reserve",
    tags: ["treasury", "production"],
    rules: [
      { signature: "upgradeTo", severity: "critical", name: "Reserve: upgraded" },
      { signature: "upgradeToAndCall", severity: "critical", name: "Reserve: upgraded and called" },
    ],
  },
  {
    name: "Demo Dollar",
    contract: "token",
    tags: ["token"],
    rules: [
      {
        signature: "approve",
        condition: `value > 1_000_000e18 and spender not in @${TREASURY}`,
        severity: "medium",
        name: "Token: approval without end",
      },
      {
        signature: "transfer",
        condition: `value > 500_000e18 and to not in @${TREASURY}`,
        severity: "high",
        name: "Token: large payment to a stranger",
      },
      {
        signature: "transferFrom",
        condition: `value > 500_000e18 and to not in @${TREASURY}`,
        severity: "high",
        name: "Token: a large sum is taken",
      },
      {
        event: "Transfer(address,address,uint256)",
        condition: `value > 500_000e18 and to not in @${TREASURY}`,
        severity: "high",
        name: "Token: a large sum has moved",
      },
      {
        signature: "mint",
        condition: `from not in @${TREASURY}`,
        severity: "high",
        name: "Token: minted by a stranger",
      },
      {
        signature: "transferOwnership",
        condition: `newOwner not in @${TREASURY}`,
        severity: "critical",
        name: "Token: ownership leaves the house",
      },
    ],
  },
  {
    name: "Team Safe",
    contract: "safe",
    tags: ["governance", "production"],
    rules: [
      { signature: "execTransaction", severity: "medium", name: "Safe: transaction executed" },
      { signature: "changeThreshold", severity: "critical", name: "Safe: threshold changed" },
    ],
  },
];

/** Where a webhook goes, and what it is signed with. */
interface Hook {
  url: string;
  secret: string;
}

interface Stage {
  deployment: Deployment;
  cast: Cast;
  /** Gets every alert. */
  receiver: Hook;
  /** Gets critical ones, with the transaction that would answer them. */
  breaker: Hook;
}

/**
 * Has Sentinel watch the contracts, send every alert to the receiver and critical ones to the circuit breaker as well,
 * and remind of those that nobody acknowledges. What an earlier run left behind is found again and used; only the
 * addresses of the far sides are brought up to date.
 */
export async function watchContracts(call: Call, { deployment, cast, receiver, breaker }: Stage) {
  const channelId = await ensureChannel(call, "Demo receiver", receiver);
  const breakerId = await ensureChannel(call, "Circuit breaker", { ...breaker, kind: "hook" });
  await ensurePolicy(call, channelId);
  const { vault, reserve, safe, router } = deployment;
  const people = [cast.deployer, cast.treasuryOwner, cast.operator];
  await ensureList(call, [vault, reserve, safe, router, ...people.map(({ address }) => address)]);
  const entries = await call<{ data: Entry[] }>(`/v1/watchlists?network=${NETWORK}&limit=100`);
  const rules = await call<{ data: RuleOfEntry[] }>("/v1/rules?limit=100");
  for (const { name, contract, tags, rules: wanted } of WATCHED) {
    const address = deployment[contract];
    const abi = JSON.parse(abiOf(deployment, contract).formatJson());
    const body = { name, network: NETWORK, address, tags, abi };
    const entry =
      entries.data.find((known) => known.address === address) ?? (await call<Entry>("/v1/watchlists", { body }));
    for (const rule of wanted) {
      if (rules.data.some((known) => known.watchlistId === entry.id && known.name === rule.name)) continue;
      const channels = rule.severity === "critical" ? [channelId, breakerId] : [channelId];
      await call("/v1/rules", { body: { ...rule, watchlistId: entry.id, channels } });
    }
  }
}

function abiOf({ abi }: Deployment, contract: Watched["contract"]): Interface {
  return contract === "reserve" ? abi.vault : abi[contract];
}

async function ensureList(call: Call, addresses: string[]): Promise<void> {
  const path = "/v1/address-lists";
  const lists = await call<{ data: Named[] }>(`${path}?limit=100`);
  const known = lists.data.find((list) => list.name === TREASURY);
  const description = "Our own contracts and wallets, and the router that pays our invoices.";
  const { id } = known ?? (await call<Named>(path, { body: { name: TREASURY, description } }));
  await call(`${path}/${id}/addresses`, { body: { add: addresses } });
}

async function ensureChannel(call: Call, name: string, config: Hook & { kind?: "hook" }): Promise<string> {
  const path = "/v1/notifications/channels";
  const channels = await call<{ data: Named[] }>(`${path}?limit=100`);
  const known = channels.data.find((channel) => channel.name === name);
  if (!known) return (await call<Named>(path, { body: { type: "webhook", name, config } })).id;
  await call(`${path}/${known.id}`, { method: "PATCH", body: { config } });
  return known.id;
}

/** Who is told when nobody acknowledges: short, so that one sees it happen. */
async function ensurePolicy(call: Call, channelId: string): Promise<void> {
  const path = "/v1/escalation-policies";
  const name = "Demo on call";
  const policies = await call<{ data: Named[] }>(`${path}?limit=100`);
  if (policies.data.some((policy) => policy.name === name)) return;
  const step = { channels: [channelId], waitSeconds: REMIND_AFTER_S };
  await call(path, { body: { name, steps: [step, step], severities: ["critical"] } });
}
