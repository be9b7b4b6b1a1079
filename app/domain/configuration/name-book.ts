import { ChannelType } from "~/domain/channels/channel";
import type { KnownObjects } from "./known-objects";

type Whose = Omit<KnownObjects["omitted"][number], "reason">;

interface SilenceIds {
  ruleId: string | null;
  watchlistId: string | null;
  networkId: string | null;
  tag: string | null;
  severity: string | null;
  reason: string;
}

/** What ids are called, collected while everything is read; references that lead nowhere are noted. */
export interface NameBook {
  networks: Map<string, string>;
  watchlists: Map<string, string>;
  channels: Map<string, string>;
  policies: Map<string, string>;
  rules: Map<string, string>;
  omitted: KnownObjects["omitted"];
  /** Names of the channels of a rule or a step; types stay types. */
  channelsOf(ids: readonly string[], whose: Whose): string[];
  rulesOf(ids: readonly string[], whose: Whose): string[];
  /** What a silence is about; null when what it names is gone: then it keeps nothing quiet. */
  matchersOf(silence: SilenceIds): Record<string, string> | null;
}

/** An empty book. */
export function nameBook(): NameBook {
  const empty = () => new Map<string, string>();
  const maps = { networks: empty(), watchlists: empty(), channels: empty(), policies: empty(), rules: empty() };
  const omitted: NameBook["omitted"] = [];
  const namesOf = (known: ReadonlyMap<string, string>, ids: readonly string[], whose: Whose, what: string) =>
    ids.flatMap((id) => {
      const name = known.get(id.toLowerCase());
      if (name !== undefined) return [name];
      omitted.push({ ...whose, reason: `names ${what} that was deleted` });
      return [];
    });
  return {
    ...maps,
    omitted,
    channelsOf: (ids, whose) =>
      ids.flatMap((id) =>
        ChannelType.safeParse(id).success ? [id] : namesOf(maps.channels, [id], whose, "a channel"),
      ),
    rulesOf: (ids, whose) => namesOf(maps.rules, ids, whose, "a rule"),
    matchersOf(silence) {
      const { ruleId, watchlistId, networkId, tag, severity, reason } = silence;
      const wanted = [
        ["rule", ruleId, maps.rules],
        ["watchlist", watchlistId, maps.watchlists],
        ["network", networkId, maps.networks],
      ] as const;
      const named = wanted.flatMap(([field, id, known]) => (id === null ? [] : [[field, known.get(id)] as const]));
      if (named.some(([, name]) => name === undefined)) {
        omitted.push({ kind: "silence", name: reason, reason: "is about something that was deleted" });
        return null;
      }
      const plain = { ...(tag === null ? {} : { tag }), ...(severity === null ? {} : { severity }) };
      return { ...Object.fromEntries(named.map(([field, name]) => [field, name ?? ""])), ...plain };
    },
  };
}
