/** What the audit log is asked for; empty means any. */
export interface AuditSearch {
  actorId: string;
  /** An action, or all of a kind: `rule.*`. */
  action: string;
  resourceType: string;
  resourceId: string;
  /** Days in UTC, both included: `2026-11-24`. */
  from: string;
  to: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ACTION = /^[a-z_]+\.([a-z_]+|\*)$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TYPE = /^[a-z_]{1,40}$/;

/** Reads the filter from a URL; what makes no sense counts as not given. */
export function parseAuditSearch(search: URLSearchParams): AuditSearch {
  const take = (name: string, form: RegExp) => {
    const value = search.get(name)?.trim() ?? "";
    return form.test(value) ? value : "";
  };
  const day = (name: string) => {
    const value = take(name, DAY);
    return value !== "" && !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) ? value : "";
  };
  return {
    actorId: take("actorId", UUID),
    action: take("action", ACTION),
    resourceType: take("resourceType", TYPE),
    resourceId: search.get("resourceId")?.trim().slice(0, 100) ?? "",
    from: day("from"),
    to: day("to"),
  };
}

/** The filter as the domain takes it: days become instants, of `to` the end. */
export function auditFilterOf({ from, to, ...rest }: AuditSearch) {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ""));
  return {
    ...(given as Partial<Omit<AuditSearch, "from" | "to">>),
    ...(from === "" ? {} : { from: new Date(`${from}T00:00:00.000Z`) }),
    ...(to === "" ? {} : { to: new Date(`${to}T23:59:59.999Z`) }),
  };
}

/** What is set, for a link that keeps it. */
export function auditSearchParams(search: AuditSearch): URLSearchParams {
  return new URLSearchParams(Object.entries(search).filter(([, value]) => value !== ""));
}
