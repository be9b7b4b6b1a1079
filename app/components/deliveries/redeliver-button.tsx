import { useFetcher } from "@remix-run/react";
import { RotateCw } from "lucide-react";

import { useRights } from "~/components/rights-context";
import { Button } from "~/components/ui/button";
import { Notice } from "~/components/ui/notice";
import type { Delivery } from "~/domain/deliveries/delivery";
import { paths } from "~/paths";

const UNDER_WAY: ReadonlySet<Delivery["state"]> = new Set(["queued", "sending", "held"]);

interface Props {
  delivery: Delivery;
  size?: "sm" | "md";
}

/** Sends a delivery again, for whoever may; nothing while it is on its way. Without scripts it leads to the delivery's page. */
export function RedeliverButton({ delivery: { id, state, purpose }, size = "md" }: Props) {
  const { edit } = useRights();
  const fetcher = useFetcher<{ error: string | null }>();
  // What is held would be refused: switching its channel on sends it.
  if (!edit || purpose === "channel.test" || UNDER_WAY.has(state)) return null;
  const error = fetcher.data?.error ?? null;
  return (
    <fetcher.Form method="post" action={paths.delivery(id)} className="flex flex-col items-start gap-2">
      <Button type="submit" name="intent" value="redeliver" size={size} disabled={fetcher.state !== "idle"}>
        <RotateCw size={size === "sm" ? 13 : 14} aria-hidden /> {fetcher.state === "idle" ? "Send again" : "Sending…"}
      </Button>
      {error === null ? null : (
        <Notice look="bad" live>
          {error}
        </Notice>
      )}
    </fetcher.Form>
  );
}
