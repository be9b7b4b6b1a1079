import { cx } from "~/components/cx";

/** A grey stand-in of the size of what will come. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx("shimmer block rounded", className)} />;
}
