import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";

import { paths } from "~/paths";

/** What the feed's action answers. */
export interface AcknowledgeAnswer {
  acknowledged: string[];
  error: string | null;
}

/** Acknowledges alerts; rows change when the server has said so. */
export function useAcknowledge(onAcknowledged: (ids: readonly string[]) => void) {
  const { submit, data, state } = useFetcher<AcknowledgeAnswer>();
  useEffect(() => {
    if (data) onAcknowledged(data.acknowledged);
  }, [data, onAcknowledged]);
  const acknowledge = (ids: readonly string[]) => {
    const form = new FormData();
    form.set("intent", "acknowledge");
    for (const id of ids) form.append("id", id);
    submit(form, { method: "post", action: `${paths.alerts()}?index` });
  };
  return { acknowledge, busy: state !== "idle", error: data?.error ?? null };
}
