/** What an audit entry needs to be told in words. */
interface Told {
  action: string;
  resourceType: string | null;
  metadata: unknown;
}

const NOUNS: Record<string, string> = {
  address_list: "address list",
  alert: "alert",
  api_key: "API key",
  backtest: "backtest",
  channel: "channel",
  chat: "chat account",
  comment: "comment",
  configuration: "configuration",
  delivery: "message",
  escalation: "escalation",
  escalation_policy: "escalation policy",
  invitation: "invitation",
  job: "backtest",
  network: "network",
  rule: "rule",
  session: "session",
  silence: "silence",
  user: "person",
  watchlist: "watched contract",
};

/** What neither noun nor verb would say well. */
const SENTENCES: Record<string, string> = {
  "alert.acknowledged": "acknowledged an alert",
  "alert.commented": "commented on an alert",
  "audit.exported": "exported the audit log",
  "audit.pruned": "removed old audit entries",
  "auth.forbidden": "was refused for lack of rights",
  "auth.login": "signed in",
  "auth.login_failed": "failed to sign in",
  "auth.logout": "signed out",
  "auth.password_changed": "changed their password",
  "auth.recovery_code_used": "signed in with a recovery code",
  "auth.refresh_token_reused": "a spent refresh token came again: the sign-in was ended",
  "auth.reauthenticated": "confirmed who they are",
  "auth.session_ended": "ended a session",
  "auth.sessions_ended": "ended sessions",
  "auth.throttled": "was slowed down after failed sign-ins",
  "auth.totp_disabled": "switched two-factor off",
  "auth.totp_enabled": "switched two-factor on",
  "chat.link_code_created": "made a code to link a chat account",
  "chat.linked": "linked a chat account",
  "chat.unlinked": "unlinked a chat account",
  "channel.secret_rotated": "rotated the secret of the channel",
  "channel.tested": "tested the channel",
  "configuration.exported": "exported the configuration",
  "configuration.imported": "imported a configuration",
  "secret.rotated": "rotated the encryption secret",
  "settings.security_updated": "changed what sign-ins demand",
  "address_list.addresses_changed": "changed the addresses of the list",
  "watchlist.imported": "imported watched contracts",
};

const VERBS: Record<string, string> = { created: "made", updated: "changed", deleted: "removed", revoked: "revoked" };

/** What was done, as a part of a sentence after who did it: "changed the rule". */
export function auditWords({ action }: Told): string {
  const known = SENTENCES[action];
  if (known !== undefined) return known;
  const [kind = "", verb = ""] = action.split(".");
  const noun = NOUNS[kind] ?? kind.replaceAll("_", " ");
  return `${VERBS[verb] ?? verb.replaceAll("_", " ")} the ${noun}`;
}

/** How the thing that was acted on is called, if the entry knows. */
export function auditSubject({ metadata }: Told): string | null {
  const own = asRecord(metadata);
  for (const record of [asRecord(own.after), asRecord(own.before), own]) {
    for (const name of ["name", "email", "title", "reason", "address"]) {
      const value = record[name];
      if (typeof value === "string" && value !== "") return value;
    }
  }
  return null;
}

/** One field of a change, before and after; undefined where there was none. */
export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

/** A change field by field, in the order of the entry. */
export function fieldChanges(metadata: unknown): FieldChange[] {
  const { before, after } = asRecord(metadata);
  const [was, is] = [asRecord(before), asRecord(after)];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return fields
    .map((field) => ({ field, before: was[field], after: is[field] }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

/** What an entry says besides the change. */
export function otherFacts(metadata: unknown): [string, unknown][] {
  return Object.entries(asRecord(metadata)).filter(([name]) => name !== "before" && name !== "after");
}

/** A value as a line of text. */
export function factText(value: unknown): string {
  if (value === undefined || value === null) return "—";
  if (typeof value === "string") return value;
  return JSON.stringify(value);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
