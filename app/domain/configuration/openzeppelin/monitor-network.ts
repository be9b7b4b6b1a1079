import { z } from "zod";

import { rpcUrlProblem } from "~/domain/networks/rpc-url-problem";
import type { ConfigurationFile } from "../configuration";
import type { ImportReporter } from "./import-reporter";
import type { SourceObject } from "./monitor-files";
import { readSecretValue } from "./secret-value";

type WrittenNetwork = NonNullable<ConfigurationFile["networks"]>[number];

/** A network that is there already. */
export interface PresentNetwork {
  name: string;
  chainId: number;
}

/** What a network of the other system is here: its name, and the network to make when there is none yet. */
export interface ReadNetwork {
  slug: string;
  name: string;
  network: WrittenNetwork | null;
}

const Source = z.looseObject({
  network_type: z.string(),
  slug: z.string().min(1),
  chain_id: z.int().min(1).optional(),
  confirmation_blocks: z.int().min(0).optional(),
  rpc_urls: z.array(z.looseObject({ url: z.unknown() })).default([]),
});

const UNNEEDED = {
  name: "networks are called by their slug here",
  block_time_ms: "blocks are taken as they come",
  cron_schedule: "blocks and pending transactions are taken as they come, not on a schedule",
  max_past_blocks: "every missed block is read after an interruption",
  store_blocks: "blocks are not kept as files",
  block_tracking_tolerance: "blocks are tracked by their hashes",
  recovery_config: "missed blocks are read by themselves",
};
const KNOWN = ["network_type", "slug", "chain_id", "confirmation_blocks", "rpc_urls", "private_transactions"];

/** Reads a network; one of the same chain that is there already is used as it is. Null for what is no EVM network. */
export function readMonitorNetwork(
  { path, value }: SourceObject,
  present: readonly PresentNetwork[],
  report: ImportReporter,
): ReadNetwork | null {
  const parsed = Source.safeParse(value);
  if (!parsed.success) {
    report.notImported(path, `is not a network that can be read: ${parsed.error.issues[0]?.message ?? ""}`);
    return null;
  }
  const { network_type, slug, chain_id: chainId, confirmation_blocks = 12, rpc_urls } = parsed.data;
  if (network_type.toLowerCase() !== "evm" || chainId === undefined) {
    const isEvm = network_type.toLowerCase() === "evm";
    const why = isEvm ? "it has no chain_id" : `only EVM networks are watched here, not ${network_type}`;
    report.notImported(path, `${slug}: ${why}`);
    return null;
  }
  report.unneededFields(path, value, UNNEEDED);
  report.unknownFields(path, value, [...KNOWN, ...Object.keys(UNNEEDED)]);
  if (value.private_transactions !== undefined) {
    report.notImported(`${path}/private_transactions`, "private transactions of Besu are not read");
  }
  const name = networkNameOf(slug);
  const same = present.filter((each) => each.chainId === chainId);
  const known = same.find((each) => each.name === name) ?? same[0];
  if (known !== undefined) {
    report.changed(path, `is your network ${known.name} (chain ${chainId}), whose endpoints and settings stay`);
    return { slug, name: known.name, network: null };
  }
  if (name !== slug) report.changed(`${path}/slug`, `is called ${name} here`);
  const confirmations = Math.min(Math.max(confirmation_blocks, 1), 1_000);
  if (confirmations !== confirmation_blocks) {
    report.changed(`${path}/confirmation_blocks`, `is ${confirmations} here`);
  }
  const rpcUrls = rpc_urls.flatMap((entry, index) => readUrl(entry, `${path}/rpc_urls/${index}`, report));
  return { slug, name, network: { name, chainId, confirmations, ...(rpcUrls.length === 0 ? {} : { rpcUrls }) } };
}

/** A slug as a network's name here: lower case letters, digits and dashes. */
export function networkNameOf(slug: string): string {
  const name = slug.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return name.replace(/^-+/, "").slice(0, 40).replace(/-+$/, "") || "network";
}

function readUrl(entry: Record<string, unknown>, path: string, report: ImportReporter): string[] {
  report.unneededFields(path, entry, {
    weight: "all endpoints are used at once",
    ...(entry.type_ === "rpc" ? {} : { type_: "all endpoints are spoken to alike" }),
  });
  report.unknownFields(path, entry, ["url", "weight", "type_"]);
  const secret = readSecretValue(entry.url);
  if (secret === null || !secret.known) {
    report.notImported(`${path}/url`, secret?.detail ?? "is not a URL or a secret");
    return [];
  }
  const problem = rpcUrlProblem(secret.value);
  if (problem !== null) {
    report.notImported(`${path}/url`, problem);
    return [];
  }
  if (/^http/i.test(secret.value)) {
    const detail =
      "over HTTP blocks are asked for, and pending transactions are not announced: add a wss:// URL to see them";
    report.changed(`${path}/url`, detail);
  }
  return [secret.value];
}
