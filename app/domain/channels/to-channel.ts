import type { Channel, ChannelType } from "./channel";

/** A channel's row, as far as it may leave the database layer. */
export interface ChannelRow {
  id: string;
  type: ChannelType;
  name: string;
  config: unknown;
  enabled: boolean;
  healthStatus: string;
  lastSuccessAt: Date | null;
  lastError: string | null;
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
    health: {
      status: healthStatus(row.healthStatus),
      lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
      lastError: row.lastError,
    },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function healthStatus(text: string): Channel["health"]["status"] {
  return text === "healthy" || text === "failing" || text === "disabled" ? text : "unknown";
}
