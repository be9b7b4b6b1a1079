import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { Interface, MaxUint256 } from "ethers";
import type { Browser, BrowserContext, Page } from "playwright";

import { type Anvil, startAnvil } from "../support/anvil";
import { launchBrowser } from "../support/browser";
import { type RunningSentinel, startSentinel, TEST_ADMIN } from "../support/sentinel";
import { waitFor } from "../support/wait-for";

/** Screenshots, for people to look at. */
const SHOTS = join(process.cwd(), "test-results");

export const SIZES = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
export type Theme = "dark" | "light";

/** Any account serves as a contract: only its address and the calldata matter. */
const DANGERS = new Interface([
  "function renounceOwnership()",
  "function transferOwnership(address newOwner)",
  "function approve(address spender, uint256 amount)",
]);

/** The address that the tests watch. */
export const TREASURY = "0x00000000219ab540356cBB839Cbe05303d7705Fa";
/** An account of the chain's own, unlocked. */
export const ATTACKER = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";

/** A Sentinel that watches a chain which only mines when told to, and a browser to look at it. */
export interface Stage {
  chain: Anvil;
  sentinel: RunningSentinel;
  browser: Browser;
  /** The API as the first admin. */
  call: <T>(path: string, body?: unknown) => Promise<T>;
  /** Sends a dangerous call to the treasury and leaves it in the mempool. */
  attack: (name: "renounceOwnership" | "transferOwnership" | "approve") => Promise<string>;
  /** A browser of its own, signed in unless said otherwise. */
  open: (options?: OpenOptions) => Promise<Page>;
  close: () => Promise<void>;
}

interface OpenOptions {
  theme?: Theme;
  size?: keyof typeof SIZES;
  signedIn?: boolean;
  /** Without scripts: what the server rendered must do. */
  scripts?: boolean;
}

interface StageOptions {
  /** Watched besides the chain, and listened to when the stage is open. */
  networks?: { name: string; chainId: number; rpcUrls: string[] }[];
  /** Further endpoints of the chain. */
  rpcUrls?: string[];
}

/** Starts it all; `close` ends it. */
export async function openStage({ networks = [], rpcUrls = [] }: StageOptions = {}): Promise<Stage> {
  const chain = await startAnvil({ noMining: true });
  const demo = { name: "demo", chainId: 31_337, rpcUrls: [chain.wsUrl, ...rpcUrls], confirmations: 1 };
  const sentinel = await startSentinel({
    env: { SENTINEL_NETWORKS: JSON.stringify([demo, ...networks]), WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8" },
  });
  const browser = await launchBrowser();
  const token = await sentinel.token();
  const call = async <T>(path: string, body?: unknown) => {
    const answer = await sentinel.api(path, { token, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  };
  await untilListening(call);
  return {
    chain,
    sentinel,
    browser,
    call,
    attack: (name) =>
      chain.rpc("eth_sendTransaction", [{ from: ATTACKER, to: TREASURY, data: calldata(name), gas: "0x30d40" }]),
    open: async (options = {}) => {
      const page = await (await newContext(browser, sentinel.url, options)).newPage();
      page.setDefaultTimeout(15_000);
      if (options.signedIn ?? true) await signIn(page);
      return page;
    },
    close: async () => {
      await browser.close();
      await sentinel.stop();
      await chain.stop();
    },
  };
}

/** Signs in by the form, as the first admin unless told otherwise. */
export async function signIn(page: Page, { email, password } = TEST_ADMIN): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/alerts");
}

/** Waits until the feed follows the chain live: the page's scripts run then, keys included. */
export async function untilLive(page: Page): Promise<void> {
  await page.getByText("Live updates: Live").waitFor({ state: "attached" });
}

/** A picture of the page for `test-results/`. */
export async function shoot(page: Page, name: string): Promise<void> {
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

function newContext(browser: Browser, baseURL: string, options: OpenOptions): Promise<BrowserContext> {
  const { theme = "dark", size = "wide", scripts = true } = options;
  return browser.newContext({
    baseURL,
    colorScheme: theme,
    viewport: SIZES[size],
    javaScriptEnabled: scripts,
    ...(size === "phone" ? { isMobile: true, hasTouch: true } : {}),
  });
}

function calldata(name: string): string {
  if (name === "transferOwnership") return DANGERS.encodeFunctionData(name, [ATTACKER]);
  if (name === "approve") return DANGERS.encodeFunctionData(name, [ATTACKER, MaxUint256]);
  return DANGERS.encodeFunctionData(name, []);
}

/** An endpoint that shows no transactions yet counts as live as soon as it is subscribed. */
async function untilListening(call: Stage["call"]): Promise<void> {
  await waitFor(
    async () => {
      const { data } = await call<{ data: { health: { endpoints: { state: string }[] } }[] }>("/v1/networks");
      const isListened = ({ health }: (typeof data)[number]) =>
        health.endpoints.some(({ state }) => state === "live" || state === "silent");
      return data.length > 0 && data.every(isListened);
    },
    { timeoutMs: 30_000, describe: "the chain is listened to" },
  );
}
