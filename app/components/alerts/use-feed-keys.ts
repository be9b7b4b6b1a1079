import { useNavigate } from "@remix-run/react";
import type { RefObject } from "react";

import { useHotkeys } from "~/components/shell/hotkeys";
import { paths } from "~/paths";
import { OLDER_ALERTS_ID } from "./older-alerts";

const ROWS_AHEAD = 5;

interface Options {
  list: RefObject<HTMLElement>;
  onToggle: (id: string) => void;
  onSilence: (id: string) => void;
  onAcknowledge: (ids: string[]) => void;
  onRelease: () => void;
  selected: ReadonlySet<string>;
}

/** The feed by keyboard. The current row is simply the one with the focus, so that readers and Enter know it too. */
export function useFeedKeys({ list, onToggle, onSilence, onAcknowledge, onRelease, selected }: Options): void {
  const navigate = useNavigate();
  const current = () => document.activeElement?.closest<HTMLElement>("[data-alert]");
  const step = (by: 1 | -1) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-alert]") ?? [])];
    const row = current();
    const at = row ? rows.indexOf(row) : -1;
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    // Older ones are fetched before the end is reached, so that going down goes on.
    if (by === 1 && at >= rows.length - ROWS_AHEAD) document.getElementById(OLDER_ALERTS_ID)?.click();
    next?.querySelector("a")?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const withCurrent = (act: (id: string) => void) => () => {
    const id = current()?.dataset.alert;
    if (id !== undefined) act(id);
  };
  useHotkeys({
    j: () => step(1),
    k: () => step(-1),
    x: withCurrent(onToggle),
    o: withCurrent((id) => navigate(paths.alert(id))),
    s: withCurrent(onSilence),
    e: () => {
      const id = current()?.dataset.alert;
      const ids = selected.size > 0 ? [...selected] : id === undefined ? [] : [id];
      if (ids.length > 0) onAcknowledge(ids);
    },
    ".": onRelease,
    "/": () => document.getElementById("feed-search")?.focus(),
  });
}
