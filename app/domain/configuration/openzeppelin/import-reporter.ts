import type { ImportReportEntry } from "./import-report";

/** Gathers what the report says. */
export interface ImportReporter {
  entries: ImportReportEntry[];
  /** It means something else here. */
  changed(path: string, detail: string): void;
  /** There is no counterpart, and nothing is lost. */
  notNeeded(path: string, detail: string): void;
  /** It is lost. */
  notImported(path: string, detail: string): void;
  /** Every field of an object that is not among the known ones is lost. */
  unknownFields(path: string, value: object, known: readonly string[]): void;
  /** Fields that are there and have no counterpart, with the reason for each. */
  unneededFields(path: string, value: object, reasons: Readonly<Record<string, string>>): void;
}

/** A report with nothing in it. */
export function importReporter(): ImportReporter {
  const entries: ImportReportEntry[] = [];
  const said = new Set<string>();
  const add = (outcome: ImportReportEntry["outcome"]) => (path: string, detail: string) => {
    // A monitor's conditions are read for each of its contracts.
    const line = `${path} ${outcome} ${detail}`;
    if (said.has(line)) return;
    said.add(line);
    entries.push({ path, outcome, detail });
  };
  const [changed, notNeeded, notImported] = [add("changed"), add("not_needed"), add("not_imported")];
  return {
    ...{ entries, changed, notNeeded, notImported },
    unknownFields(path, value, known) {
      for (const field of Object.keys(value)) {
        if (!known.includes(field)) notImported(`${path}/${pointerPart(field)}`, "is not a field that is known");
      }
    },
    unneededFields(path, value, reasons) {
      for (const [field, reason] of Object.entries(reasons)) {
        const given: unknown = Object.entries(value).find(([name]) => name === field)?.[1];
        if (given !== undefined && given !== null) notNeeded(`${path}/${field}`, reason);
      }
    },
  };
}

/** RFC 6901: `~` and `/` within a member's name. */
export function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
