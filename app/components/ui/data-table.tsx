import type { ReactNode } from "react";

import { cx } from "~/components/cx";

/** A column of a table, and how its cell stands in the card that a row becomes on a phone. */
export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** In a card: the heading line, the corner beside it, or a labelled line (the default). */
  card?: "head" | "corner" | "hidden";
  className?: string;
}

interface Props<Row> {
  /** What the table lists; read out. */
  caption: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowClassName?: (row: Row) => string | false | undefined;
}

/** A dense table (36 px rows) that turns into cards on a phone. */
export function DataTable<Row>({ caption, columns, rows, rowKey, rowClassName }: Props<Row>) {
  return (
    <table className="cards w-full border-collapse text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ key, header, className }) => (
            <th
              key={key}
              scope="col"
              className={cx(
                "h-8 border-b border-line px-3 text-left text-xs font-medium whitespace-nowrap text-faint first:pl-4 last:pr-4",
                className,
              )}
            >
              {header === "" ? <span className="sr-only">Actions</span> : header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            className={cx("relative border-b border-line last:border-b-0 hover:bg-ink/3 md:h-row", rowClassName?.(row))}
          >
            {columns.map((column) => (
              <Cell key={column.key} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<Row>({ column: { header, cell, card, className }, row }: { column: Column<Row>; row: Row }) {
  const place =
    card === "head"
      ? { "data-head": "" }
      : card === "corner"
        ? { "data-corner": "" }
        : card === "hidden"
          ? {}
          : { "data-label": header };
  return (
    <td
      className={cx("md:px-3 md:py-1.5 md:first:pl-4 md:last:pr-4", card === "hidden" && "max-md:hidden", className)}
      {...place}
    >
      {cell(row)}
    </td>
  );
}
