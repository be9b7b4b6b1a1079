import { Form, Link } from "@remix-run/react";
import { X } from "lucide-react";
import type { ChangeEvent, ReactNode } from "react";

import { Button } from "~/components/ui/button";
import { visibleText } from "~/domain/transactions/visible-text";
import { paths } from "~/paths";
import { STATE_LOOKS } from "./delivery-looks";
import { type DeliverySearch, PERIODS } from "./delivery-search";

interface Props {
  search: DeliverySearch;
  channels: readonly { id: string; name: string }[];
}

/** What the list shows; a GET form, so that each view has its URL and works without scripts. */
export function DeliveryFilters({ search, channels }: Props) {
  const apply = (event: ChangeEvent<HTMLSelectElement>) => event.currentTarget.form?.requestSubmit();
  const isFiltered = Object.values(search).some((value) => value !== "");
  return (
    <Form method="get" action={paths.deliveries()} className="mb-3 flex flex-wrap items-center gap-2">
      <Choice name="state" label="State" value={search.state} onChange={apply}>
        <option value="">Any state</option>
        {Object.entries(STATE_LOOKS).map(([state, { word }]) => (
          <option key={state} value={state}>
            {word}
          </option>
        ))}
      </Choice>
      <Choice name="channelId" label="Channel" value={search.channelId} onChange={apply}>
        <option value="">All channels</option>
        {channels.map(({ id, name }) => (
          <option key={id} value={id}>
            {visibleText(name, 60)}
          </option>
        ))}
      </Choice>
      <Choice name="within" label="Made within" value={search.within} onChange={apply}>
        <option value="">Any time</option>
        {Object.entries(PERIODS).map(([key, { words }]) => (
          <option key={key} value={key}>
            Last {words}
          </option>
        ))}
      </Choice>
      {search.alertId === "" ? null : <input type="hidden" name="alertId" value={search.alertId} />}
      <Button type="submit" className="sr-only focus:not-sr-only">
        Show
      </Button>
      {isFiltered ? (
        <Link
          to={paths.deliveries()}
          className="inline-flex h-9 items-center gap-1 rounded px-2 text-xs text-muted hover:bg-ink/8 hover:text-ink"
        >
          <X size={13} aria-hidden /> {search.alertId === "" ? "Clear" : "Clear, also the alert"}
        </Link>
      ) : null}
    </Form>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  value: string;
  onChange: (event: ChangeEvent<HTMLSelectElement>) => void;
  children: ReactNode;
}

function Choice({ name, label, value, onChange, children }: ChoiceProps) {
  return (
    <select
      key={value}
      name={name}
      aria-label={label}
      defaultValue={value}
      onChange={onChange}
      className="control h-9 w-auto max-w-56 border-line bg-surface"
    >
      {children}
    </select>
  );
}
