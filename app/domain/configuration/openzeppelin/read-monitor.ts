import { parseAbi } from "~/domain/signatures/parse-abi";
import { normalizeAddress, shortAddress } from "~/domain/transactions/address";
import type { ConfigurationFile } from "../configuration";
import { watchlistName } from "../object-names";
import type { ImportReporter } from "./import-reporter";
import type { SourceObject } from "./monitor-files";
import { networkNameOf } from "./monitor-network";
import { monitorLooks } from "./monitor-rules";
import { MonitorSource } from "./monitor-schema";
import type { WatchedContracts } from "./watched-contracts";

type WrittenRule = NonNullable<ConfigurationFile["rules"]>[number];

/** What monitors refer to, and where what they make is put. */
export interface MonitorSurroundings {
  /** Names here, by slugs there. */
  networks: ReadonlyMap<string, string>;
  /** Networks of this installation, which a monitor may name without bringing a file for them. */
  presentNetworks: ReadonlySet<string>;
  /** Names of channels, by keys of triggers. */
  channels: ReadonlyMap<string, string>;
  contracts: WatchedContracts;
  report: ImportReporter;
}

const MAX_NAME = 120;
const FIELDS = ["name", "networks", "paused", "addresses", "match_conditions", "trigger_conditions", "triggers"];
/** There is nothing like it there; whoever knows better says so in the rule. */
const SEVERITY = "medium";

/** Reads a monitor: its contracts are watched on each of its networks, and each of its conditions is a rule. */
export function readMonitor({ path, value }: SourceObject, around: MonitorSurroundings): WrittenRule[] {
  const { report } = around;
  const parsed = MonitorSource.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    report.notImported(
      `${path}/${(issue?.path ?? []).join("/")}`,
      `is not as a monitor has it: ${issue?.message ?? ""}`,
    );
    return [];
  }
  const monitor = parsed.data;
  report.unknownFields(path, value, [...FIELDS, "chain_configurations"]);
  reportWhole(monitor, path, report);
  const networks = monitor.networks.flatMap(
    (slug, index) => networkOf(slug, `${path}/networks/${index}`, around) ?? [],
  );
  const channels = monitor.triggers.flatMap((key, index) => {
    const name = around.channels.get(key);
    if (name === undefined) report.notImported(`${path}/triggers/${index}`, `${key} is no trigger that was imported`);
    return name ?? [];
  });
  const shared = { severity: SEVERITY, channels: channels.slice(0, 20), enabled: !monitor.paused } as const;
  return monitor.addresses.flatMap((each, index) => {
    const place = `${path}/addresses/${index}`;
    const contract = readContract(each, place, report);
    if (contract === null) return [];
    const looks = monitorLooks(monitor.match_conditions, contract, { path: `${path}/match_conditions`, report });
    return networks.flatMap((network) => {
      const { address, abi } = contract;
      const name = monitor.addresses.length === 1 ? monitor.name : `${monitor.name} ${shortAddress(address)}`;
      around.contracts.add({ name: name.slice(0, MAX_NAME), network, address, ...(abi === null ? {} : { abi }) });
      return looks.map(({ suffix, look }) => ({
        name: nameOf(monitor.name, looks.length === 1 ? null : suffix),
        watchlist: watchlistName({ network, address }),
        ...written(look),
        ...shared,
      }));
    });
  });
}

function reportWhole(monitor: MonitorSource, path: string, report: ImportReporter): void {
  const { addresses, trigger_conditions: scripts, chain_configurations: chains, triggers } = monitor;
  report.changed(path, `there are no severities there: its rules are ${SEVERITY}`);
  if (addresses.length === 0) report.notImported(`${path}/addresses`, "it has no address, so it never matched");
  if (Array.isArray(scripts) ? scripts.length > 0 : scripts !== undefined && scripts !== null) {
    const detail = "scripts are not run here, so the rules also tell of what the script would have held back";
    report.notImported(`${path}/trigger_conditions`, detail);
  }
  if (Array.isArray(chains) && chains.length > 0) {
    report.notImported(`${path}/chain_configurations`, "is for networks that are not watched here");
  }
  if (triggers.length > 20)
    report.notImported(`${path}/triggers`, "a rule has at most 20 channels: the first 20 are taken");
}

function networkOf(
  slug: string,
  path: string,
  { networks, presentNetworks, report }: MonitorSurroundings,
): string | null {
  const own = networks.get(slug) ?? [slug, networkNameOf(slug)].find((name) => presentNetworks.has(name));
  if (own === undefined)
    report.notImported(path, `${slug} is neither among the networks sent nor one of this installation`);
  return own ?? null;
}

function readContract(
  { address: written, contract_spec, abi: older, ...rest }: MonitorSource["addresses"][number],
  path: string,
  report: ImportReporter,
): { address: string; abi: unknown[] | null } | null {
  report.unknownFields(path, rest, []);
  const read = normalizeAddress(written);
  if (!read.ok && read.code !== "address_checksum") {
    report.notImported(`${path}/address`, read.detail);
    return null;
  }
  if (!read.ok)
    report.changed(`${path}/address`, "has a wrong checksum, and is taken in lower case: check that it is right");
  const address = written.trim().toLowerCase();
  const spec = contract_spec ?? older ?? null;
  if (spec === null || (Array.isArray(spec) && spec.length === 0)) return { address, abi: null };
  const abi = parseAbi(spec);
  if (abi.ok) return { address, abi: abi.abi.length === 0 ? null : abi.abi };
  report.notImported(`${path}/contract_spec`, abi.detail);
  return { address, abi: null };
}

function nameOf(monitor: string, suffix: string | null): string {
  if (suffix === null) return monitor.slice(0, MAX_NAME);
  const room = MAX_NAME - Math.min(suffix.length, 60) - 2;
  return `${monitor.slice(0, room)}: ${suffix.slice(0, 60)}`;
}

/** Without what is null. */
function written(
  look: ReturnType<typeof monitorLooks>[number]["look"],
): ReturnType<typeof monitorLooks>[number]["look"] {
  return Object.fromEntries(Object.entries(look).filter(([, value]) => value !== null)) as typeof look;
}
