import { isDeepStrictEqual } from "node:util";

import { QuietHours } from "~/domain/channels/channel-options";
import { maskConfig } from "~/domain/channels/mask-config";
import { mergeConfig } from "~/domain/channels/merge-config";
import { TypedConfig } from "~/domain/channels/typed-config";
import { updateChannel } from "~/domain/channels/update-channel.server";
import { releaseHeld } from "~/domain/deliveries/release-held.server";
import { releaseQuiet } from "~/domain/deliveries/release-quiet.server";
import { AppError, type FieldError } from "~/domain/errors";
import type { ConfiguredChannel } from "../configuration";
import type { ChannelValue, KnownChannel } from "../known-objects";
import type { PlannedChange } from "../plan";
import { changedFields } from "./changed-fields.server";
import { isMasked } from "./complete-config";
import { missingSecrets } from "./placeholder-config";
import type { Draft, Work } from "./step";

interface Placed {
  entry: ConfiguredChannel;
  value: ChannelValue;
  pointer: string;
  key: string;
  known: KnownChannel;
}

/** Fields without a secret: left out, they are not set. */
const PLAIN_FIELDS = ["threadId", "region", "kind"];

/** The step that changes a channel, if there is anything to change. Secrets that are not given stay. */
export function draftChannelUpdate({ entry, value, pointer, key, known }: Placed): Draft {
  const stored = known.open();
  const lacking = missingSecrets(stored);
  const given = Object.entries(entry.config).filter(([field, each]) => !(isMasked(each) && lacking.includes(field)));
  const config = { ...Object.fromEntries(PLAIN_FIELDS.map((field) => [field, null])), ...Object.fromEntries(given) };
  const wrong = maskErrors(config, known.shown, pointer);
  if (wrong.length > 0) return { steps: [], notes: [], errors: wrong };
  const merged = merge(stored, config);
  if ("error" in merged) {
    const errors = merged.error.errors.map((error) => ({ ...error, pointer: pointer + error.pointer }));
    return { steps: [], notes: [], errors };
  }
  const missing = missingSecrets({ type: stored.type, config: merged.config } as TypedConfig);
  const wanted = { ...value, enabled: value.enabled && missing.length === 0 };
  const isConfigured = isDeepStrictEqual(merged.config, stored.config);
  const fields = {
    ...changedFields(known.value, wanted),
    ...(isConfigured ? {} : { config: { before: known.shown, after: shownAfter(stored, merged.config) } }),
  };
  const isSame = Object.keys(fields).length === 0;
  const change: PlannedChange = isSame
    ? { kind: "channel", action: "unchanged", name: key, pointer }
    : { kind: "channel", action: "update", name: key, pointer, fields };
  const detail = `still lacks ${missing.join(", ")} and stays switched off`;
  return {
    steps: [{ change, run: isSame ? null : (work) => modify(work, { known, wanted, fields, config }) }],
    errors: [],
    notes: missing.length === 0 || !value.enabled ? [] : [{ pointer, detail, code: "secret_missing" }],
  };
}

function merge(stored: TypedConfig, config: Record<string, unknown>) {
  try {
    return { config: mergeConfig(stored, config) };
  } catch (error) {
    if (error instanceof AppError) return { error };
    throw error;
  }
}

/** A mask stands for what is there; one that is of something else would be taken for the thing itself. */
function maskErrors(
  config: Record<string, unknown>,
  shown: Readonly<Record<string, unknown>>,
  pointer: string,
): FieldError[] {
  const masked = Object.entries(config).filter(([, value]) => isMasked(value));
  return masked.flatMap(([field, value]) => {
    if (value === "***" || value === shown[field]) return [];
    const detail = "is masked, and not as this channel shows it: leave it out to keep it, or give the whole";
    return [{ pointer: `${pointer}/config/${field}`, detail, code: "masked_secret" }];
  });
}

/** The configuration as it will be shown; secrets that change are said to. */
function shownAfter(stored: TypedConfig, config: Record<string, unknown>): Record<string, unknown> {
  const parsed = TypedConfig.safeParse({ type: stored.type, config });
  // What is wrong with it is told when the change is made.
  if (!parsed.success) return {};
  const before: Record<string, unknown> = { ...stored.config };
  const after: Record<string, unknown> = { ...parsed.data.config };
  const shown = Object.entries(maskConfig(parsed.data)).map(([field, value]) => {
    const isSecret = JSON.stringify(value).includes("***");
    return [
      field,
      isSecret && !isDeepStrictEqual(before[field], after[field]) ? `${JSON.stringify(value)} (changed)` : value,
    ];
  });
  return Object.fromEntries(shown);
}

async function modify(
  { ctx, actor, afterwards }: Work,
  options: { known: KnownChannel; wanted: ChannelValue; fields: object; config: Record<string, unknown> },
): Promise<void> {
  const { known, wanted, fields, config } = options;
  const { type: _, ...named } = wanted;
  const patch = Object.fromEntries(Object.entries(named).filter(([field]) => Object.hasOwn(fields, field)));
  const channelId = known.id;
  await updateChannel(ctx, { actor, id: channelId, patch: { ...patch, ...("config" in fields ? { config } : {}) } });
  // What updateChannel does outside of its transaction has to wait for the end of this one.
  if (wanted.enabled && !known.value.enabled) afterwards.push((own) => releaseHeld(own, { channelId }));
  if ("quietHours" in fields) {
    const quietHours = QuietHours.safeParse(known.value.quietHours).data ?? null;
    afterwards.push((own) => releaseQuiet(own, { channelId, quietHours }));
  }
}
