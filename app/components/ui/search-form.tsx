import { Form } from "@remix-run/react";
import { Search } from "lucide-react";

import { useHotkeys } from "~/components/shell/hotkeys";
import { Button } from "./button";
import { KeyHint } from "./key-hint";

interface Props {
  action: string;
  q: string;
  label: string;
}

/** The search field of a list; `/` goes there. */
export function SearchForm({ action, q, label }: Props) {
  useHotkeys({ "/": () => document.getElementById("list-search")?.focus() });
  return (
    <Form method="get" action={action} role="search" className="mb-3 flex max-w-md gap-2">
      <div className="relative flex-1">
        <Search size={14} aria-hidden className="absolute top-1/2 left-2.5 -translate-y-1/2 text-faint" />
        <input
          key={q}
          id="list-search"
          type="search"
          name="q"
          defaultValue={q}
          aria-label={label}
          placeholder={label}
          className="control h-9 pr-9 pl-8"
        />
        <KeyHint keys="/" className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 max-md:hidden" />
      </div>
      <Button type="submit" className="sr-only focus:not-sr-only">
        Search
      </Button>
    </Form>
  );
}
