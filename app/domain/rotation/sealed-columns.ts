import { channelConfigAad } from "~/domain/channels/channel-config-aad";
import { totpSecretAad } from "~/domain/factors/totp-secret-aad";
import { endpointUrlAad } from "~/domain/networks/endpoint-url-aad";

/** A column of envelopes. `keys` are the columns of the table's primary key. */
export interface SealedColumn {
  /** What a person calls it. */
  name: string;
  table: string;
  column: string;
  keys: readonly string[];
  /** What the envelope of a row is bound to. @param key values of `keys`, as text. */
  aadOf(key: readonly string[]): string;
}

/** Everything that is stored sealed with `SENTINEL_SECRET`. A test compares it with the schema. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    name: "channel configurations",
    table: "channels",
    column: "config_encrypted",
    keys: ["id"],
    aadOf: ([id = ""]) => channelConfigAad(id),
  },
  {
    name: "endpoint URLs",
    table: "endpoints",
    column: "url_encrypted",
    keys: ["id"],
    aadOf: ([id = ""]) => endpointUrlAad(id),
  },
  {
    name: "authenticator secrets",
    table: "users",
    column: "totp_secret_encrypted",
    keys: ["id"],
    aadOf: ([id = ""]) => totpSecretAad(id),
  },
  {
    name: "answers kept for Idempotency-Key",
    table: "idempotency_keys",
    column: "response",
    keys: ["caller_id", "route", "key"],
    aadOf: (key) => `idempotency_keys:response:${key.join(" ")}`,
  },
];
