import { HostileText } from "~/components/hostile-text";
import type { DecodedArgument } from "~/domain/transactions/decoded-call";
import { DecodedValue } from "./decoded-value";

interface Props {
  args: readonly DecodedArgument[];
  /** What to say when there are none. */
  none: string | null;
  network: string;
}

/** Decoded arguments by name, one a line. */
export function ArgumentList({ args, none, network }: Props) {
  return args.length === 0 ? (
    <p className="mt-3 text-sm text-faint">{none}</p>
  ) : (
    <dl className="mt-3 text-sm divide-y divide-line border-t border-line">
      {args.map((argument, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: arguments are positions.
          key={index}
          className="grid gap-x-4 gap-y-0.5 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]"
        >
          <dt className="min-w-0 text-sm">
            <HostileText text={argument.name ?? `argument ${index}`} max={60} />{" "}
            <span className="inline-block max-w-full font-mono text-2xs text-faint [overflow-wrap:anywhere]">
              <HostileText text={argument.type} max={80} />
            </span>
          </dt>
          <dd className="min-w-0">
            <DecodedValue value={argument.value} type={argument.type} network={network} />
            {argument.truncated === true ? (
              <span className="ml-2 text-xs text-medium">cut: longer than an alert keeps</span>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
