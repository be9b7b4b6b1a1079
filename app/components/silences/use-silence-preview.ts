import { useFetcher } from "@remix-run/react";
import { type RefObject, useCallback, useEffect, useRef } from "react";

import type { SilencePreview } from "~/domain/silences/silence-preview";
import type { SilenceFields } from "./silence-fields";

const DEBOUNCE_MS = 300;
const MATCHERS = ["ruleId", "watchlistId", "tag", "severity", "network"] as const;

interface Loaded {
  fields: SilenceFields;
  /** Of these fields. */
  preview: SilencePreview | null;
}

/** Asks the page anew, while its form is filled in, what the silence would have hidden. */
export function useSilencePreview(form: RefObject<HTMLFormElement | null>, loaded: Loaded) {
  const { data, state, load } = useFetcher<{ preview: SilencePreview | null }>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef(queryOf((name) => loaded.fields[name]));
  const ask = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (form.current === null) return;
      const fields = new FormData(form.current);
      const query = queryOf((name) => fields.get(name));
      if (query === asked.current) return;
      asked.current = query;
      load(`${location.pathname}?${query}`);
    }, DEBOUNCE_MS);
  }, [form, load]);
  useEffect(() => {
    // Something may have been chosen before the scripts ran.
    ask();
    return () => clearTimeout(timer.current);
  }, [ask]);
  return { preview: data === undefined ? loaded.preview : data.preview, isAsking: state !== "idle", ask };
}

function queryOf(fieldOf: (name: (typeof MATCHERS)[number]) => unknown): string {
  return new URLSearchParams(MATCHERS.map((name) => [name, String(fieldOf(name) ?? "")])).toString();
}
