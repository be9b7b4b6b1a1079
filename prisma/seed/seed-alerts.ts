import type { Context } from "~/platform/context.server";

const INSERT_ALERTS = `
  INSERT INTO alerts (id, rule_id, network_id, severity, title, description, tx_hash, from_address, to_address, nonce,
                      value, input, call, explanation, tx_status, detected_at, updated_at)
  SELECT
    gen_random_uuid(), $1, $2,
    (ARRAY['critical', 'high', 'medium', 'low', 'info']::"Severity"[])[1 + n % 5],
    'Alert number ' || n, 'Seeded.',
    '0x' || lpad(to_hex(n), 64, '0'), '0x' || lpad(to_hex(n % 1000), 40, '0'), '0x' || lpad(to_hex(n % 50), 40, 'a'),
    n, 0, '0x715018a6',
    '{"selector":"0x715018a6","signature":"renounceOwnership()","name":"renounceOwnership","args":[]}',
    '{"kind":"and","label":"every condition holds","result":true,"children":[]}',
    (ARRAY['pending', 'confirmed', 'failed', 'replaced', 'dropped']::"TxStatus"[])[1 + n % 5], at, at
  FROM (SELECT n, $4::timestamptz - make_interval(secs => n) AS at FROM generate_series(1, $3::int) AS n) AS numbered`;

/**
 * Makes many alerts of a rule in one statement, one a second going back from `until`; without events. About 20,000 a
 * second.
 */
export async function seedAlerts(
  ctx: Context,
  { ruleId, networkId, count, until = new Date() }: { ruleId: string; networkId: string; count: number; until?: Date },
): Promise<void> {
  await ctx.sql.query(INSERT_ALERTS, [ruleId, networkId, count, until]);
}
