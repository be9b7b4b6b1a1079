import type { ConfigurationFile } from "../configuration";
import { channelName, watchlistName } from "../object-names";
import { uniqueKeys } from "../unique-keys";
import type { ImportReportEntry } from "./import-report";
import { importReporter } from "./import-reporter";
import { sortMonitorFiles } from "./monitor-files";
import { type PresentNetwork, readMonitorNetwork } from "./monitor-network";
import { readMonitorTrigger } from "./monitor-trigger";
import { type MonitorSurroundings, readMonitor } from "./read-monitor";
import { watchedContracts } from "./watched-contracts";

/** Which things of this installation decide how something is read. */
export interface Installation {
  networks: readonly PresentNetwork[];
  /** Mail can be sent (`SMTP_URL`). */
  hasMail: boolean;
}

/** What was made of the other system's configuration, and everything that has no exact counterpart. */
export interface ReadMonitorConfiguration {
  configuration: ConfigurationFile;
  report: ImportReportEntry[];
}

/**
 * Reads the configuration of OpenZeppelin Monitor (which is also what Defender exports): networks, triggers as channels,
 * monitors as watched contracts and rules. Pure, and never throws: what cannot be read is in the report.
 *
 * @param files a map from file names to contents (JSON, or its text), or `{monitors, networks, triggers}`.
 */
export function readMonitorConfiguration(
  files: Readonly<Record<string, unknown>>,
  installation: Installation = { networks: [], hasMail: true },
): ReadMonitorConfiguration {
  const report = importReporter();
  const sources = sortMonitorFiles(files, report);

  const networks = sources.networks.flatMap(
    (source) => readMonitorNetwork(source, installation.networks, report) ?? [],
  );
  const channels = sources.triggers.flatMap((source) => {
    const channel = readMonitorTrigger(source, installation, report);
    return channel === null ? [] : [{ trigger: source.key, channel }];
  });
  const named = uniqueKeys(channels, ({ channel }) => channelName(channel));

  const contracts = watchedContracts();
  const surroundings: MonitorSurroundings = {
    networks: new Map(networks.map(({ slug, name }) => [slug, name])),
    presentNetworks: new Set(installation.networks.map(({ name }) => name)),
    channels: new Map(named.map(({ key, item }) => [item.trigger, key])),
    contracts,
    report,
  };
  const rules = sources.monitors.flatMap((source) => readMonitor(source, surroundings));
  const made = networks.flatMap(({ network }) => network ?? []);
  return {
    configuration: {
      version: 1,
      networks: [...new Map(made.map((network) => [network.name, network])).values()],
      watchlists: contracts.list().map((entry) => ({ ...entry, address: watchlistName(entry).split("/")[1] ?? "" })),
      channels: named.map(({ item }) => item.channel),
      rules,
    },
    report: report.entries,
  };
}
