/**
 * SQL pieces about destinations, for statements that read `channels` and their destination's rows under the aliases
 * `far` (`FAR_KEY`: what the far side's silence and the circuit breaker hold for) and `pace` (`PACE_KEY`: what the pace
 * holds for). They are the same row but for Telegram, which limits a bot as a whole and each chat by itself.
 */

/** The key of the far side as a whole. */
export const FAR_KEY = "coalesce(channels.destination, 'channel:' || channels.id)";

/** The key of what is paced. */
export const PACE_KEY = `(CASE WHEN channels.type = 'telegram' AND channels.config->>'chatId' IS NOT NULL
       THEN ${FAR_KEY} || ':' || md5(channels.config->>'chatId') ELSE ${FAR_KEY} END)`;

/** For so long a limit that was learned from refusals counts, growing by a tenth each minute. */
const LEARNED_MINUTES = 30;

/**
 * Messages a minute, or NULL for as many as there are: what the channel is set to, else what is known of its type
 * (Discord: about 30 a minute and webhook; Telegram: 20 in a group and 60 in a chat; Slack: one a second; PagerDuty: 120
 * an integration key), and never more than what refusals have taught.
 */
const PER_MINUTE = `least(
    coalesce(channels.max_per_minute, CASE channels.type
      WHEN 'discord' THEN 30 WHEN 'slack' THEN 60 WHEN 'pagerduty' THEN 120 WHEN 'email' THEN 60
      WHEN 'telegram' THEN CASE WHEN channels.config->>'chatId' ~ '^[-@]' THEN 20 ELSE 60 END END),
    CASE WHEN pace.learned_at > now() - interval '${LEARNED_MINUTES} minutes' THEN
      ceil(pace.learned_per_minute * power(1.1, extract(epoch FROM now() - pace.learned_at) / 60))::int END)`;

/** How many may go at once after a pause. */
const BURST = `CASE WHEN limits.per_minute < 4 THEN 1 ELSE least(greatest(2, limits.per_minute / 6),
    CASE channels.type WHEN 'slack' THEN 3 WHEN 'telegram' THEN 5 ELSE 100 END) END`;

/**
 * Joins for a statement that has `channels` and `own` (with `critical`): `limits.per_minute`, `bursts.burst`,
 * `rate.spacing_s` (between two messages in the long run) and `rate.allowance_s` (how far ahead of that pace a message
 * may go). The generic cell rate algorithm (ITU-T I.371, annex A): a message conforms when `conforms_at` is no further
 * ahead than the allowance, and moves it on by the spacing.
 *
 * A minute never has more than `burst + 60 / spacing` messages, which is the limit; that is one more than the algorithm
 * lets through, for what the network does to distances. Half of the burst is kept for critical messages: a flood of
 * others never uses up what they need.
 */
export const PACE_JOINS = `
CROSS JOIN LATERAL (SELECT ${FAR_KEY} AS far_key, ${PACE_KEY} AS pace_key) AS keys
LEFT JOIN destinations AS far ON far.key = keys.far_key
LEFT JOIN destinations AS pace ON pace.key = keys.pace_key
CROSS JOIN LATERAL (SELECT ${PER_MINUTE} AS per_minute) AS limits
CROSS JOIN LATERAL (SELECT ${BURST} AS burst) AS bursts
CROSS JOIN LATERAL (SELECT CASE WHEN limits.per_minute < 4 THEN 61.0 / limits.per_minute
                                ELSE 60.0 / (limits.per_minute - bursts.burst) END AS spacing_s) AS spacing
CROSS JOIN LATERAL (SELECT spacing.spacing_s,
  (bursts.burst - 1 - CASE WHEN own.critical THEN 0 ELSE bursts.burst / 2 END) * spacing.spacing_s AS allowance_s) AS rate`;
