import type { Context } from "~/platform/context.server";

/** A channel may fail for this long before an operator is paged for it, seconds. */
const PATIENCE_SECONDS = 300;

const RECOVERED = `
UPDATE channels SET failing_since = NULL WHERE failing_since IS NOT NULL AND last_success_at > failing_since`;

/** Whoever switches a channel off himself knows that it is off; who switches it on again gives it a new chance. */
const END = `
UPDATE escalations SET state = 'cancelled', next_at = NULL, ended_at = now(),
       end_reason = CASE WHEN channels.enabled THEN 'recovered' ELSE 'switched_off' END
FROM channels
WHERE channels.id = escalations.channel_id AND escalations.state = 'running'
  AND channels.held_since IS NULL AND (NOT channels.enabled OR channels.failing_since IS NULL)`;

/**
 * What counts as failing for good: switched off by Sentinel, or failing with another failure after the first; each for
 * longer than the patience, unless no channel is left that works: then at once. Of one time of failing there is one run:
 * who has acknowledged it is not paged again.
 */
const START = `
WITH trouble AS (
  SELECT id, coalesce(held_since, failing_since) AS since,
         held_since IS NOT NULL OR last_error_at > failing_since AS is_lasting
  FROM channels WHERE held_since IS NOT NULL OR (enabled AND failing_since IS NOT NULL)
), bad AS (
  SELECT id, since FROM trouble
  WHERE (is_lasting AND since < now() - make_interval(secs => ${PATIENCE_SECONDS}))
     OR NOT EXISTS (SELECT FROM channels WHERE enabled AND (failing_since IS NULL OR last_error_at <= failing_since))
), policy AS (
  SELECT id FROM escalation_policies WHERE enabled AND on_delivery_failure ORDER BY created_at, id LIMIT 1
)
INSERT INTO escalations (id, policy_id, channel_id, next_at)
SELECT gen_random_uuid(), policy.id, bad.id, now() FROM bad CROSS JOIN policy
WHERE NOT EXISTS (SELECT FROM escalations AS earlier
                  WHERE earlier.channel_id = bad.id AND earlier.started_at >= bad.since)
ON CONFLICT (channel_id) WHERE state = 'running' AND channel_id IS NOT NULL DO NOTHING
RETURNING channel_id`;

/**
 * Pages an operator for channels that keep failing, by the policy that is meant for it (`onDeliveryFailure`), and ends
 * that when the channel works again or a person has switched it. `worker/escalations` takes the steps. On every worker:
 * a channel has one run at a time.
 *
 * @returns the channels for which an escalation started.
 */
export async function watchFailingChannels(ctx: Pick<Context, "sql" | "log">): Promise<string[]> {
  await ctx.sql.query(RECOVERED);
  await ctx.sql.query(END);
  const { rows } = await ctx.sql.query<{ channel_id: string }>(START);
  const channelIds = rows.map((row) => row.channel_id);
  if (channelIds.length > 0) ctx.log.error({ channelIds }, "channels keep failing: paging an operator");
  return channelIds;
}
