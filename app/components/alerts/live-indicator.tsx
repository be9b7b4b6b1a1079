import { Pause, Play } from "lucide-react";
import { useContext } from "react";

import { cx } from "~/components/cx";
import { ReachableContext } from "~/components/reachable-context";
import { paths } from "~/paths";
import type { StreamState } from "./use-alert-stream";

const LOOKS: Record<StreamState, { word: string; dot: string; meaning: string }> = {
  connecting: { word: "Connecting", dot: "bg-faint pulse", meaning: "The live connection is being opened." },
  live: { word: "Live", dot: "bg-good", meaning: "New alerts appear by themselves." },
  reconnecting: {
    word: "Reconnecting",
    dot: "bg-medium pulse",
    meaning: "The connection was lost. Nothing is missed: it resumes where it stopped.",
  },
  paused: { word: "Paused", dot: "bg-faint", meaning: "New alerts don't appear until you resume." },
  "signed-out": { word: "Signed out", dot: "bg-critical", meaning: "Sign in again to follow the alerts." },
};

interface Props {
  state: StreamState;
  onToggle: () => void;
}

/** Whether the feed is alive; pauses and resumes it. */
export function LiveIndicator({ state, onToggle }: Props) {
  // A frozen server keeps its connections open: they look alive until they have been silent for long.
  const isReachable = useContext(ReachableContext);
  const { word, dot, meaning } = LOOKS[state === "live" && !isReachable ? "reconnecting" : state];
  if (state === "signed-out") {
    return (
      <a href={paths.signIn(paths.alerts())} className="text-xs font-medium text-critical underline">
        Signed out: sign in again
      </a>
    );
  }
  const isPaused = state === "paused";
  return (
    <div>
      <span role="status" className="sr-only">
        Live updates: {word}
      </span>
      <button
        type="button"
        onClick={onToggle}
        title={meaning}
        className="group flex h-8 items-center gap-2 rounded-full border border-line bg-surface pr-2.5 pl-3 text-xs font-medium hover:border-line-strong max-md:h-10"
      >
        <span aria-hidden className={cx("size-2 rounded-full", dot)} />
        {word}
        <span className="text-faint group-hover:text-ink">
          {isPaused ? <Play size={12} aria-hidden /> : <Pause size={12} aria-hidden />}
          <span className="sr-only">{isPaused ? "Resume" : "Pause"}</span>
        </span>
      </button>
    </div>
  );
}
