import type { SilenceFields } from "~/components/silences/silence-fields";
import { isStorableText } from "~/domain/is-storable-text";
import { Id } from "~/domain/shared-schemas";

const FIELDS = [
  ...["ruleId", "watchlistId", "tag", "severity", "network"],
  ...["reason", "span", "startsAt", "endsAt"],
] as const;

const IDS: readonly string[] = ["ruleId", "watchlistId"];

/** The fields that a link to the form of a silence fills in; what is no field, or no id, is passed over. */
export function silenceRequest(request: Request): SilenceFields {
  const search = new URL(request.url).searchParams;
  const named = FIELDS.flatMap((field) => {
    const value = search.get(field)?.slice(0, 500);
    if (value === undefined) return [];
    // Emptied on purpose: it counts over what the silence has.
    if (value === "" || !isStorableText(value)) return [[field, undefined]];
    return [[field, IDS.includes(field) ? Id.safeParse(value).data : value]];
  });
  return Object.fromEntries(named);
}
