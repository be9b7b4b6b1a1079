import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import { EndReason } from "./end-reason";
import { type Escalation, EscalationState } from "./escalation";
import { nextStep } from "./next-step";
import { presentEscalationPolicy } from "./present-escalation-policy";

/** What has to be read with a run to show it. */
export const ESCALATION_INCLUDE = {
  policy: true,
  alert: { select: { title: true } },
  channel: { select: { name: true } },
} as const satisfies Prisma.EscalationInclude;

type Row = Prisma.EscalationGetPayload<{ include: typeof ESCALATION_INCLUDE }>;

/** Runs as the API shows them, with the names of whom they tell next. */
export async function presentEscalations(ctx: Pick<Context, "db">, rows: readonly Row[]): Promise<Escalation[]> {
  if (rows.length === 0) return [];
  const channels = await ctx.db.channel.findMany({
    select: { id: true, name: true, type: true },
    where: { enabled: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => present(row, channels));
}

function present(row: Row, channels: { id: string; name: string; type: string }[]): Escalation {
  const { id, policyId, alertId, channelId, startedAt, endedAt, nextAt, endedById } = row;
  const policy = presentEscalationPolicy(row.policy);
  const state = EscalationState.parse(row.state);
  const next = state === "running" ? nextStep(row, { steps: policy.steps.length, repeats: policy.repeats }) : null;
  const told = next === null ? [] : (policy.steps[next.step]?.channels ?? []);
  return {
    id,
    policyId,
    policyName: policy.name,
    alertId,
    channelId,
    subject: row.alert?.title ?? row.channel?.name ?? "",
    state,
    nextStep: next === null ? null : next.step + 1,
    steps: policy.steps.length,
    round: (next ?? row).round + 1,
    rounds: policy.repeats + 1,
    nextAt: nextAt?.toISOString() ?? null,
    nextChannels: channels
      .filter((channel) => channel.id !== channelId && (told.includes(channel.id) || told.includes(channel.type)))
      .map((channel) => channel.name),
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    endedBy: endedById,
    endReason: EndReason.nullable().parse(row.endReason),
  };
}
