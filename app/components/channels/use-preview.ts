import { useFetcher } from "@remix-run/react";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

import type { MessagePreview } from "~/domain/messages/preview-request";

/** What is wrong with a template, and where in it. */
export interface TemplateProblem {
  pointer: string;
  detail: string;
  position?: { start: number; end: number } | undefined;
}

/** What the server makes of the templates. */
export type PreviewAnswer = { ok: true; preview: MessagePreview } | { ok: false; errors: TemplateProblem[] };

/** The newest answer, and the templates that it answers. */
export interface PreviewState {
  answer: PreviewAnswer | null;
  /** Something was typed since. */
  isStale: boolean;
  templates: { title: string; body: string };
}

const DEBOUNCE_MS = 300;

/**
 * Asks the server for a preview while the form is filled in: the same renderer that sends is on that side.
 *
 * @param first the answer that the page came with.
 */
export function usePreview(form: RefObject<HTMLFormElement | null>, first: PreviewState) {
  const fetcher = useFetcher<{ preview: PreviewAnswer }>();
  const [asked, setAsked] = useState(first.templates);
  const [isTyping, setTyping] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const { submit } = fetcher;
  const ask = useCallback(() => {
    if (form.current === null) return;
    const all = new FormData(form.current);
    const sent = new FormData();
    for (const name of ["type", "previewOf", "templateTitle", "templateBody"])
      sent.set(name, String(all.get(name) ?? ""));
    sent.set("intent", "preview");
    setTyping(false);
    setAsked({ title: String(sent.get("templateTitle")), body: String(sent.get("templateBody")) });
    submit(sent, { method: "post" });
  }, [form, submit]);
  const later = useCallback(() => {
    setTyping(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(ask, DEBOUNCE_MS);
  }, [ask]);

  const state: PreviewState = {
    answer: fetcher.data?.preview ?? first.answer,
    isStale: isTyping || fetcher.state !== "idle",
    templates: asked,
  };
  return { state, ask, later };
}
