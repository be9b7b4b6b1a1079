import { cx } from "~/components/cx";

interface Props {
  label: string;
  done: number;
  /** 0: nothing to do, and so all is done. */
  total: number;
  className?: string;
}

/**
 * How much of something is done. Give it a width; the numbers stand beside it. The bar is drawn, for the page's
 * Content-Security-Policy takes no style attributes.
 */
export function ProgressBar({ label, done, total, className }: Props) {
  const percent = total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cx("h-1.5 overflow-hidden rounded-full bg-line", className)}
    >
      <svg aria-hidden className="block size-full">
        <rect width={`${percent}%`} height="100%" rx="3" className="fill-accent transition-[width]" />
      </svg>
    </div>
  );
}
