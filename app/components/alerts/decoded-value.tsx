import { AddressView } from "~/components/address-view";
import { humanEther } from "~/components/format/wei-to-ether";
import { HostileText } from "~/components/hostile-text";
import type { DecodedValue as Value } from "~/domain/transactions/decoded-call";

interface Props {
  value: Value;
  type: string;
  network: string;
}

const UINT256_MAX = (2n ** 256n - 1n).toString();

/** A decoded value by its type: addresses as addresses, numbers readable, lists as lists, text as hostile text. */
export function DecodedValue({ value, type, network }: Props) {
  if (Array.isArray(value)) return <DecodedList values={value} type={type} network={network} />;
  if (typeof value === "boolean") return <code className="font-mono text-xs">{String(value)}</code>;
  if (type === "address") return <AddressView address={value} network={network} whole />;
  if (/^u?int\d*$/.test(type)) return <DecodedNumber digits={value} />;
  if (type === "string") {
    return (
      <span className="text-sm">
        “<HostileText text={value} max={200} expandable />”
      </span>
    );
  }
  return (
    <code className="font-mono text-xs [overflow-wrap:anywhere]">
      <HostileText text={value} max={140} expandable />
    </code>
  );
}

function DecodedNumber({ digits }: { digits: string }) {
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ",");
  const note = noteOn(digits);
  return (
    <span className="[overflow-wrap:anywhere]">
      <code title={digits} className="font-mono text-xs">
        {grouped}
      </code>
      {note === null ? null : <span className="ml-2 text-xs text-faint">{note}</span>}
    </span>
  );
}

/** What a big number probably means; never instead of the number. */
function noteOn(digits: string): string | null {
  if (digits === UINT256_MAX) return "the largest possible: unlimited";
  if (digits.length < 16 || digits.length > 30) return null;
  return `${humanEther(digits)} at 18 decimals`;
}

function DecodedList({ values, type, network }: { values: Value[]; type: string; network: string }) {
  const items = itemTypes(type, values.length);
  if (values.length === 0) return <span className="text-xs text-faint">empty</span>;
  return (
    <ol className="flex flex-col gap-1 border-l border-line pl-3">
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a decoded list never changes, and its items have no other identity.
        <li key={index} className="flex min-w-0 gap-2">
          <span className="tabular w-5 shrink-0 pt-0.5 text-right text-2xs text-faint">{index}</span>
          <DecodedValue value={value} type={items[index] ?? ""} network={network} />
        </li>
      ))}
    </ol>
  );
}

/** The types of a list's items: one for all of an array, one each of a tuple. */
function itemTypes(type: string, count: number): string[] {
  const array = /^(.*)\[\d*\]$/.exec(type);
  if (array) return new Array<string>(count).fill(array[1] ?? "");
  const inside = /^(?:tuple)?\((.*)\)$/.exec(type)?.[1];
  return inside === undefined ? [] : splitTypes(inside);
}

function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const character = text[at];
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if ((character === "," && depth === 0) || at === text.length) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return parts;
}
