import { parseCsv } from "../api/parse-csv";

/**
 * The addresses of a pasted or uploaded text: the column `address` of CSV with such a header, else every word that
 * begins with 0x; of a line that has none, its first word, which is then told to be wrong.
 */
export function readAddressText(text: string): string[] {
  const [header = ""] = text.replace(/^\ufeff/, "").split(/\r?\n/, 1);
  const csv = /(^|,)\s*"?address"?\s*(,|$)/i.test(header) ? parseCsv(text) : null;
  if (csv?.ok) {
    return csv.rows.flatMap((row) => {
      const cell =
        Object.entries(row)
          .find(([name]) => name.toLowerCase() === "address")?.[1]
          .trim() ?? "";
      return cell === "" ? [] : [cell];
    });
  }
  return text.split(/\r?\n/).flatMap((line) => {
    const words = line.split(/[\s,;|"']+/).filter((word) => word !== "");
    const addresses = words.filter((word) => /^0x/i.test(word));
    return addresses.length > 0 ? addresses : words.slice(0, 1);
  });
}
