import { Link } from "@remix-run/react";

import { Logo } from "~/components/logo";
import { Button } from "~/components/ui/button";
import { paths } from "~/paths";
import { anchorOf, type ReferenceSection } from "./reference";

interface Props {
  sections: readonly ReferenceSection[];
  q: string;
  onSearch: (q: string) => void;
}

/** The way through the page: a search, and every operation by its group. Without scripts the search asks the server. */
export function Contents({ sections, q, onSearch }: Props) {
  return (
    <nav aria-label="Contents" className="lg:sticky lg:top-0 lg:max-h-dvh lg:self-start lg:overflow-y-auto lg:py-6">
      <Link to={paths.home()} className="mb-4 flex items-center gap-2 text-sm font-semibold">
        <Logo /> Sentinel
      </Link>
      <search>
        <form method="get" className="mb-3" onSubmit={(event) => event.preventDefault()}>
          <input
            type="search"
            name="q"
            defaultValue={q}
            onChange={(event) => onSearch(event.target.value)}
            aria-label="Search operations"
            placeholder="Search operations"
            className="control h-9 w-full px-3"
          />
          <Button type="submit" className="sr-only focus:not-sr-only">
            Search
          </Button>
        </form>
      </search>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted lg:flex-col">
        {sections.map(({ tag, operations }) => (
          <li key={tag}>
            <a href={`#${anchorOf(tag)}`} className="hover:text-ink hover:underline">
              {tag}
            </a>
            <details className="max-lg:hidden" open={q !== ""}>
              <summary className="cursor-pointer text-xs text-faint underline decoration-dotted underline-offset-2 hover:text-ink">
                {operations.length} {operations.length === 1 ? "operation" : "operations"}
              </summary>
              <ul className="mb-1 border-l border-line pl-2">
                {operations.map(({ id, summary }) => (
                  <li key={id}>
                    <a href={`#${id}`} className="text-xs hover:text-ink hover:underline">
                      {summary}
                    </a>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
        {["Problems", "Schemas"].map((name) => (
          <li key={name}>
            <a href={`#${anchorOf(name)}`} className="hover:text-ink hover:underline">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
