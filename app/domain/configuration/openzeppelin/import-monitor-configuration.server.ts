import type { Actor } from "~/domain/audit/actor";
import type { Context } from "~/platform/context.server";
import { applyConfiguration } from "../apply-configuration.server";
import { Configuration, type ConfigurationFile } from "../configuration";
import type { Plan } from "../plan";
import { planConfiguration } from "../plan-configuration.server";
import type { ImportReportEntry } from "./import-report";
import { keepWatchedContracts } from "./keep-watched-contracts.server";
import { readMonitorConfiguration } from "./read-monitor-configuration";
import { withoutSecrets } from "./without-secrets";

/** What an import from OpenZeppelin Monitor does, what it made of it (without secrets), and what it could not. */
export interface MonitorImport {
  plan: Plan;
  report: ImportReportEntry[];
  configuration: ConfigurationFile;
}

/**
 * Plans, or applies, the configuration of OpenZeppelin Monitor. What is there already is kept: networks of the same
 * chain, and names, tags and ABIs of contracts that are watched.
 *
 * @throws AppError as `applyConfiguration`.
 */
export async function importMonitorConfiguration(
  ctx: Context,
  { actor, files, apply }: { actor: Actor; files: Readonly<Record<string, unknown>>; apply: boolean },
): Promise<MonitorImport> {
  const rows = await ctx.db.network.findMany({ select: { name: true, chainId: true }, orderBy: { createdAt: "asc" } });
  const networks = rows.map(({ name, chainId }) => ({ name, chainId: Number(chainId) }));
  const { configuration, report } = readMonitorConfiguration(files, {
    networks,
    hasMail: ctx.env.SMTP_URL !== undefined,
  });
  const refused = await refusedWebhooks(ctx, configuration, report);
  const kept = await keepWatchedContracts(ctx, refused);
  // Made here, and still held to the form that every file has.
  const input = Configuration.parse(kept);
  const plan = await (apply ? applyConfiguration(ctx, { actor, input }) : planConfiguration(ctx, { input }));
  return { plan, report, configuration: withoutSecrets(kept) };
}

/** A webhook that may not be sent to is made without its URL, instead of refusing all the rest. */
async function refusedWebhooks(
  ctx: Pick<Context, "http">,
  configuration: ConfigurationFile,
  report: ImportReportEntry[],
): Promise<ConfigurationFile> {
  const channels: NonNullable<ConfigurationFile["channels"]> = [];
  for (const channel of configuration.channels ?? []) {
    const { url, ...config } = channel.config ?? {};
    const verdict = typeof url === "string" && channel.type === "webhook" ? await ctx.http.checkUrl(url) : null;
    if (verdict === null || verdict.ok || verdict.code === "unresolvable") {
      channels.push(channel);
      continue;
    }
    const detail = `${verdict.detail}: it is switched off until it is given another URL`;
    report.push({ path: `channel ${channel.name}`, outcome: "not_imported", detail });
    channels.push({ ...channel, config });
  }
  return { ...configuration, channels };
}
