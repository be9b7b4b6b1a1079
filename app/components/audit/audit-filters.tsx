import { Form, Link } from "@remix-run/react";
import { X } from "lucide-react";
import type { ChangeEvent } from "react";

import { Button } from "~/components/ui/button";
import { visibleText } from "~/domain/transactions/visible-text";
import { paths } from "~/paths";
import type { AuditSearch } from "./audit-search";

/** The kinds of action that are offered; any other is reached by the URL. */
const KINDS: readonly (readonly [string, string])[] = [
  ["auth.*", "Signing in"],
  ["auth.login_failed", "Failed sign-ins"],
  ["rule.*", "Rules"],
  ["watchlist.*", "Watchlists"],
  ["address_list.*", "Address lists"],
  ["channel.*", "Channels"],
  ["silence.*", "Silences"],
  ["escalation_policy.*", "Escalation policies"],
  ["network.*", "Networks"],
  ["alert.*", "Alerts"],
  ["delivery.*", "Deliveries"],
  ["user.*", "People"],
  ["invitation.*", "Invitations"],
  ["api_key.*", "API keys"],
  ["configuration.*", "Configuration"],
  ["audit.*", "The audit log itself"],
];

interface Props {
  search: AuditSearch;
  people: readonly { id: string; name: string }[];
}

/** What the log shows; a GET form, so that each view has its URL and works without scripts. */
export function AuditFilters({ search, people }: Props) {
  const apply = (event: ChangeEvent<HTMLSelectElement | HTMLInputElement>) => event.currentTarget.form?.requestSubmit();
  const isFiltered = Object.values(search).some((value) => value !== "");
  const control = "control h-9 w-auto max-w-56 border-line bg-surface";
  const isKnown = search.action === "" || KINDS.some(([action]) => action === search.action);
  return (
    <Form method="get" action={paths.audit()} className="mb-3 flex flex-wrap items-center gap-2">
      <select
        key={`who ${search.actorId}`}
        name="actorId"
        aria-label="Who"
        defaultValue={search.actorId}
        onChange={apply}
        className={control}
      >
        <option value="">Anybody</option>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {visibleText(name, 60)}
          </option>
        ))}
      </select>
      <select
        key={`what ${search.action}`}
        name="action"
        aria-label="What"
        defaultValue={search.action}
        onChange={apply}
        className={control}
      >
        <option value="">Anything</option>
        {KINDS.map(([action, label]) => (
          <option key={action} value={action}>
            {label}
          </option>
        ))}
        {isKnown ? null : <option value={search.action}>{search.action}</option>}
      </select>
      <label className="flex items-center gap-2 text-xs text-faint">
        From
        <input key={search.from} type="date" name="from" defaultValue={search.from} className={control} />
      </label>
      <label className="flex items-center gap-2 text-xs text-faint">
        to
        <input key={search.to} type="date" name="to" defaultValue={search.to} className={control} />
      </label>
      {search.resourceType === "" ? null : <input type="hidden" name="resourceType" value={search.resourceType} />}
      {search.resourceId === "" ? null : <input type="hidden" name="resourceId" value={search.resourceId} />}
      <Button type="submit">Show</Button>
      {isFiltered ? (
        <Link
          to={paths.audit()}
          className="inline-flex h-9 items-center gap-1 rounded px-2 text-xs text-muted hover:bg-ink/8 hover:text-ink"
        >
          <X size={13} aria-hidden /> Clear
        </Link>
      ) : null}
    </Form>
  );
}
