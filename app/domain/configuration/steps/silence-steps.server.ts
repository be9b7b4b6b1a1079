import { createSilence } from "~/domain/silences/create-silence.server";
import { endSilence } from "~/domain/silences/end-silence.server";
import { updateSilence } from "~/domain/silences/update-silence.server";
import type { Configuration, ConfiguredSilence } from "../configuration";
import type { KnownObjects, SilenceValue } from "../known-objects";
import { silenceName, tidyRuleReference, tidyWatchlistReference } from "../object-names";
import { changedFields } from "./changed-fields.server";
import { deleteStep } from "./delete-step";
import { matchObjects } from "./match-objects";
import { References } from "./reference-errors";
import type { Draft, Ids, Work } from "./step";

/**
 * Silences. One of the file that is over by now is passed over with a note: the file need not be changed because time
 * went by. What is pruned ends.
 */
export function silenceSteps(input: Configuration, { silences }: KnownObjects, prune: boolean): Draft {
  const nameOf = (entry: ConfiguredSilence) => silenceName({ ...entry, matchers: tidyMatchers(entry) });
  const { matched, rest } = matchObjects("silence", input.silences ?? [], { known: silences, nameOf });
  const draft: Draft = { steps: [], errors: [], notes: [] };
  const now = new Date();
  for (const { entry, pointer, key, known } of matched) {
    const named = { kind: "silence" as const, name: key, pointer };
    if (known === null && entry.endsAt <= now) {
      draft.steps.push({ change: { ...named, action: "unchanged" }, run: null });
      draft.notes.push({ pointer, detail: "is over, and is not made", code: "silence_over" });
      continue;
    }
    if (known === null) {
      draft.steps.push({ change: { ...named, action: "create" }, run: (work) => make(work, key, entry) });
      continue;
    }
    const { endsAt, startsAt = new Date(known.value.startsAt) } = entry;
    const value: SilenceValue = {
      ...known.value,
      ...{ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
    };
    const fields = changedFields(known.value, value);
    if (Object.keys(fields).length === 0) {
      draft.steps.push({ change: { ...named, action: "unchanged" }, run: null });
      continue;
    }
    const run = ({ ctx, actor }: Work) => updateSilence(ctx, { actor, id: known.id, patch: { startsAt, endsAt } });
    draft.steps.push({ change: { ...named, action: "update", fields }, run });
  }
  if (prune && input.silences !== undefined) {
    const end = ({ ctx, actor }: Work, id: string) => endSilence(ctx, { actor, id });
    draft.steps.push(...rest.map((silence) => deleteStep("silence", silence, end)));
  }
  return draft;
}

function tidyMatchers({ matchers }: ConfiguredSilence) {
  const { rule, watchlist, tag, severity, network } = matchers;
  return {
    rule: rule ? tidyRuleReference(rule) : null,
    watchlist: watchlist ? tidyWatchlistReference(watchlist) : null,
    ...{ tag, severity, network },
  };
}

async function make({ ctx, actor, ids }: Work, key: string, entry: ConfiguredSilence): Promise<void> {
  const { reason, startsAt, endsAt } = entry;
  const input = { matchers: matchersOf(ids, entry), reason, endsAt, ...(startsAt === undefined ? {} : { startsAt }) };
  const { id } = await createSilence(ctx, { actor, input });
  ids.silence.set(key, id);
}

function matchersOf(ids: Ids, entry: ConfiguredSilence) {
  const { rule, watchlist, tag, severity, network } = tidyMatchers(entry);
  const references = new References();
  const contract = "watched contract (network/address)";
  const found = {
    ruleId: references.idOf(ids.rule, rule, "/matchers/rule", "rule (scope/name)"),
    watchlistId: references.idOf(ids.watchlist, watchlist, "/matchers/watchlist", contract),
    ...{ tag, severity, network },
  };
  references.requireAll();
  return found;
}
