import type { FeedFilter } from "~/components/alerts/feed-filter";
import type { AlertFilter } from "~/domain/alerts/alert-filter";

/** The feed's filter as the operations take it: what is empty is not asked for. */
export function feedFilterToDomain({ severity, status, network, watchlistId, ruleId, q }: FeedFilter): AlertFilter {
  return {
    ...(severity.length === 0 ? {} : { severity }),
    ...(status.length === 0 ? {} : { status }),
    ...(network === "" ? {} : { network }),
    ...(watchlistId === "" ? {} : { watchlistId }),
    ...(ruleId === "" ? {} : { ruleId }),
    ...(q === "" ? {} : { q }),
  };
}
