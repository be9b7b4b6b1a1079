import { HostileText } from "~/components/hostile-text";
import { type FieldChange, factText } from "./audit-words";

/** A change field by field: what stood there, and what stands there now. */
export function AuditDiff({ changes }: { changes: readonly FieldChange[] }) {
  return (
    <table className="w-full table-fixed border-collapse text-xs">
      <caption className="sr-only">What changed</caption>
      <thead>
        <tr className="text-left text-faint">
          <th scope="col" className="w-1/4 py-1 pr-3 font-medium">
            Field
          </th>
          <th scope="col" className="py-1 pr-3 font-medium">
            Before
          </th>
          <th scope="col" className="py-1 font-medium">
            After
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field} className="border-t border-line align-top">
            <th scope="row" className="py-1.5 pr-3 text-left font-mono font-normal [overflow-wrap:anywhere]">
              {field}
            </th>
            <td className="py-1.5 pr-3 font-mono text-muted [overflow-wrap:anywhere]">
              <HostileText text={factText(before)} max={400} />
            </td>
            <td className="py-1.5 font-mono [overflow-wrap:anywhere]">
              <HostileText text={factText(after)} max={400} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
