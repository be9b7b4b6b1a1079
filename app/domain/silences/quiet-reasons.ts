/**
 * SQL: why nobody is to be told of an alert now, or NULL: `{kind: "silence" | "inhibited", ...}` as jsonb. Reads the
 * aliases `alerts` and `rules` of the statement around it.
 */
export const QUIET_REASON = "NULL::jsonb";
