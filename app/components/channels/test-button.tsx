import { useFetcher } from "@remix-run/react";
import { SendHorizontal } from "lucide-react";

import { HostileText } from "~/components/hostile-text";
import { Button } from "~/components/ui/button";
import { Notice } from "~/components/ui/notice";
import { paths } from "~/paths";

/** What a test came to. */
export interface TestAnswer {
  ok: boolean;
  message: string;
}

interface Props {
  channelId: string;
  size?: "sm" | "md";
  /** The answer that the page came with, without scripts. */
  first?: TestAnswer;
}

/** Sends a test message and shows what the far side said, in its own words. */
export function TestButton({ channelId, size = "md", first }: Props) {
  const fetcher = useFetcher<{ test: TestAnswer }>({ key: `test-${channelId}` });
  const isSending = fetcher.state !== "idle";
  const answer = isSending ? undefined : (fetcher.data?.test ?? first);
  return (
    <fetcher.Form method="post" action={paths.channel(channelId)} className="flex min-w-0 flex-col gap-2">
      <Button type="submit" name="intent" value="test" size={size} disabled={isSending} className="w-fit">
        <SendHorizontal size={14} aria-hidden /> {isSending ? "Sending…" : "Send a test"}
      </Button>
      {answer === undefined ? null : (
        <Notice look={answer.ok ? "good" : "bad"} live>
          <HostileText text={answer.message} max={300} expandable />
        </Notice>
      )}
    </fetcher.Form>
  );
}
