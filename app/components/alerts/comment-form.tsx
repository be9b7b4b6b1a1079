import { useActionData, useFetcher } from "@remix-run/react";
import { MessageSquarePlus } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";

import { useHotkeys } from "~/components/shell/hotkeys";
import { Button } from "~/components/ui/button";
import { KeyHint } from "~/components/ui/key-hint";
import { Notice } from "~/components/ui/notice";
import { MAX_COMMENT_CHARACTERS } from "~/domain/comments/alert-comment";

/** What the page's action answers to a comment that it refuses, or to one sent by script. */
export interface CommentAnswer {
  intent: "comment";
  error: string | null;
  /** What was typed, to be typed no second time. */
  typed: string;
}

/** Says something about the alert. Works without scripts too. */
export function CommentForm() {
  const fetcher = useFetcher<CommentAnswer>();
  const answered = useActionData<CommentAnswer>();
  const refused = answered?.intent === "comment" ? answered : undefined;
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const [hasScripts, setHasScripts] = useState(false);
  useEffect(() => setHasScripts(true), []);
  useHotkeys({ c: () => field.current?.focus() });
  const { data, state } = fetcher;
  useEffect(() => {
    if (state === "idle" && data?.error === null) form.current?.reset();
  }, [state, data]);
  const error = data?.error ?? refused?.error ?? null;

  const sendByKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (state === "idle") form.current?.requestSubmit();
  };
  return (
    <fetcher.Form ref={form} method="post" className="flex flex-col gap-2">
      {error === null ? null : (
        <Notice look="bad" live>
          {error}
        </Notice>
      )}
      <input type="hidden" name="intent" value="comment" />
      {hasScripts ? <input type="hidden" name="by" value="script" /> : null}
      <label htmlFor="comment" className="sr-only">
        Comment
      </label>
      <textarea
        ref={field}
        id="comment"
        name="body"
        rows={2}
        required
        maxLength={MAX_COMMENT_CHARACTERS}
        defaultValue={refused?.typed ?? ""}
        placeholder="What you found, what you did"
        onKeyDown={sendByKey}
        className="control resize-y text-sm"
      />
      <Button type="submit" className="self-start" disabled={state !== "idle"}>
        <MessageSquarePlus size={15} aria-hidden />
        {state === "idle" ? "Comment" : "Sending…"}
        <KeyHint keys="c" className="ml-1 inline-flex max-md:hidden" />
      </Button>
    </fetcher.Form>
  );
}
