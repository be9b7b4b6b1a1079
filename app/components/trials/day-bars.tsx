interface Day {
  day: string;
  matches: number;
  pages: number;
}

/** Matches a day as bars; the darker part are the pages. A table for whoever doesn't see them. */
export function DayBars({ days }: { days: readonly Day[] }) {
  const most = Math.max(1, ...days.map(({ matches }) => matches));
  return (
    <section aria-label="Matches a day" className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between gap-3 text-xs text-faint">
        <h3 className="font-semibold">By day (UTC)</h3>
        <p aria-hidden className="flex gap-3">
          <span className="inline-flex items-center gap-1.5">
            <span className="size-2 rounded-xs bg-accent" /> pages
          </span>
          <span className="inline-flex items-center gap-1.5">
            <span className="size-2 rounded-xs bg-accent/35" /> matches
          </span>
        </p>
      </div>
      <div className="max-h-64 overflow-y-auto">
        <table className="w-full text-xs">
          <thead className="sr-only">
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Share</th>
              <th scope="col">Matches</th>
              <th scope="col">Pages</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, matches, pages }) => (
              <tr key={day}>
                <th scope="row" className="tabular w-0 py-0.5 pr-3 text-left font-normal whitespace-nowrap text-muted">
                  {day}
                </th>
                <td aria-hidden className="py-0.5">
                  <svg aria-hidden className="block h-3 w-full">
                    <rect width={`${width(matches, most)}%`} height="100%" rx="2" className="fill-accent/35" />
                    <rect width={`${pagesWidth(matches, pages, most)}%`} height="100%" rx="2" className="fill-accent" />
                  </svg>
                </td>
                <td className="tabular w-0 py-0.5 pl-3 text-right whitespace-nowrap">{matches.toLocaleString("en")}</td>
                <td className="tabular w-0 py-0.5 pl-3 text-right whitespace-nowrap text-muted">
                  {pages.toLocaleString("en")} <span aria-hidden>{pages === 1 ? "page" : "pages"}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** One match among thousands is still seen. */
function width(matches: number, most: number): number {
  return Math.max(1, (matches / most) * 100);
}

function pagesWidth(matches: number, pages: number, most: number): number {
  return matches === 0 ? 0 : (pages / matches) * width(matches, most);
}
