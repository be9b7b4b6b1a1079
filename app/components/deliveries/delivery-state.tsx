import { cx } from "~/components/cx";
import type { Delivery } from "~/domain/deliveries/delivery";
import { STATE_LOOKS } from "./delivery-looks";

/** A delivery's state as an icon and a word. */
export function DeliveryState({ delivery: { state, waitsFor } }: { delivery: Delivery }) {
  const { icon: Icon, text, word } = STATE_LOOKS[state];
  const isRetrying = waitsFor === "retry";
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1.5 align-middle text-xs font-medium whitespace-nowrap",
        isRetrying ? "text-medium" : text,
      )}
    >
      <Icon size={13} aria-hidden />
      {isRetrying ? "Retrying" : word}
    </span>
  );
}
