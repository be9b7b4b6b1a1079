import { Form, useNavigation } from "@remix-run/react";
import { RotateCw } from "lucide-react";

import { Button } from "~/components/ui/button";
import { visibleText } from "~/domain/transactions/visible-text";
import { PERIODS } from "./delivery-search";

interface Props {
  channels: readonly { id: string; name: string }[];
  /** Chosen at first. */
  channelId: string;
}

/** Sends again all that failed since a time, after an outage of a far side. */
export function RedeliverFailed({ channels, channelId }: Props) {
  const { state, formMethod } = useNavigation();
  const isSending = state !== "idle" && formMethod === "POST";
  return (
    <Form method="post" className="flex flex-wrap items-center gap-2 text-sm">
      <label htmlFor="redeliver-within" className="font-medium">
        Send again what failed in the last
      </label>
      <select
        id="redeliver-within"
        name="within"
        defaultValue="1h"
        className="control h-9 w-auto border-line bg-surface"
      >
        {Object.entries(PERIODS).map(([key, { words }]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
      <label htmlFor="redeliver-channel">on</label>
      <select
        key={channelId}
        id="redeliver-channel"
        name="channelId"
        defaultValue={channelId}
        className="control h-9 w-auto max-w-56 border-line bg-surface"
      >
        <option value="">every channel that is on</option>
        {channels.map(({ id, name }) => (
          <option key={id} value={id}>
            {visibleText(name, 60)}
          </option>
        ))}
      </select>
      <Button type="submit" name="intent" value="redeliver-failed" disabled={isSending}>
        <RotateCw size={14} aria-hidden /> Send again
      </Button>
    </Form>
  );
}
