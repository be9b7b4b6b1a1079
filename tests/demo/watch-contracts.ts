import type { ApiInit, RunningSentinel } from "../support/sentinel";
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

const WATCHED = [
  {
    name: "Treasury Vault",
    contract: "vault",
    tags: ["treasury", "production"],
    rules: [
      { signature: "renounceOwnership", severity: "critical", name: "Treasury: ownership renounced" },
      { signature: "transferOwnership", severity: "critical", name: "Treasury: ownership transferred" },
      { signature: "upgradeTo", severity: "critical", name: "Treasury: upgraded" },
      { signature: "upgradeToAndCall", severity: "critical", name: "Treasury: upgraded and called" },
      { signature: "withdraw(address,uint256)", severity: "high", name: "Treasury: withdrawal" },
      { signature: "pause", severity: "high", name: "Treasury: paused" },
    ],
  },
  {
    name: "Demo Dollar",
    contract: "token",
    tags: ["token"],
    rules: [
      { signature: "approve", severity: "medium", name: "Token: approval" },
      { signature: "mint", severity: "high", name: "Token: minted" },
      { signature: "transferOwnership", severity: "critical", name: "Token: ownership transferred" },
    ],
  },
  {
    name: "Team Safe",
    contract: "safe",
    tags: ["governance", "production"],
    rules: [{ signature: "execTransaction", severity: "high", name: "Safe: transaction executed" }],
  },
] as const;

/**
 * Has Sentinel watch the contracts and send every alert to the receiver. What an earlier run left behind is found
 * again and used; only the receiver's address is brought up to date.
 */
export async function watchContracts(call: Call, deployment: Deployment, receiver: { url: string; secret: string }) {
  const channelId = await ensureChannel(call, receiver);
  const entries = await call<{ data: Entry[] }>(`/v1/watchlists?network=${NETWORK}&limit=100`);
  const rules = await call<{ data: RuleOfEntry[] }>("/v1/rules?limit=100");
  for (const { name, contract, tags, rules: wanted } of WATCHED) {
    const address = deployment[contract];
    const abi = JSON.parse(deployment.abi[contract].formatJson());
    const body = { name, network: NETWORK, address, tags, abi };
    const entry =
      entries.data.find((known) => known.address === address) ?? (await call<Entry>("/v1/watchlists", { body }));
    for (const rule of wanted) {
      if (rules.data.some((known) => known.watchlistId === entry.id && known.name === rule.name)) continue;
      await call("/v1/rules", { body: { ...rule, watchlistId: entry.id, stage: "pending", channels: [channelId] } });
    }
  }
}

async function ensureChannel(call: Call, { url, secret }: { url: string; secret: string }): Promise<string> {
  const path = "/v1/notifications/channels";
  const name = "Demo receiver";
  const config = { url, secret };
  const channels = await call<{ data: Named[] }>(`${path}?limit=100`);
  const known = channels.data.find((channel) => channel.name === name);
  if (!known) return (await call<Named>(path, { body: { type: "webhook", name, config } })).id;
  await call(`${path}/${known.id}`, { method: "PATCH", body: { config } });
  return known.id;
}
