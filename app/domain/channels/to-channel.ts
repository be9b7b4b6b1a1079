import type { Channel, ChannelType } from "./channel";
import { ChannelTemplates, QuietHours } from "./channel-options";

/** A channel's row, as far as it may leave the database layer. */
export interface ChannelRow {
  id: string;
  type: ChannelType;
  name: string;
  config: unknown;
  enabled: boolean;
  isFallback: boolean;
  maxPerMinute: number | null;
  digestMinutes: number | null;
  quietHours: unknown;
  templates: unknown;
  replayMaxAgeMinutes: number;
  healthStatus: string;
  lastSuccessAt: Date | null;
  lastError: string | null;
  failingSince: Date | null;
  heldSince: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A row as the API shows it. Only the masked configuration is read. */
export function toChannel(row: ChannelRow): Channel {
  return {
    id: row.id,
    type: row.type,
    name: row.name,
    config: typeof row.config === "object" && row.config !== null ? { ...row.config } : {},
    enabled: row.enabled,
    isFallback: row.isFallback,
    maxPerMinute: row.maxPerMinute,
    digestMinutes: row.digestMinutes,
    // What another version stored and this one does not understand is shown as if it were not there.
    quietHours: QuietHours.nullable().catch(null).parse(row.quietHours),
    templates: ChannelTemplates.catch({}).parse(row.templates),
    replayMaxAgeMinutes: row.replayMaxAgeMinutes,
    health: {
      status: healthStatus(row.healthStatus),
      lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
      lastError: row.lastError,
      failingSince: row.failingSince?.toISOString() ?? null,
      heldSince: row.heldSince?.toISOString() ?? null,
    },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function healthStatus(text: string): Channel["health"]["status"] {
  return text === "healthy" || text === "failing" || text === "disabled" ? text : "unknown";
}
