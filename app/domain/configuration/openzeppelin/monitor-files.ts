import { type ImportReporter, pointerPart } from "./import-reporter";

/** One object of the other system, and where it stands: a file and a JSON Pointer into it. */
export interface SourceObject {
  path: string;
  /** What others call it: a trigger's key; of the rest the name of the member or file. */
  key: string;
  value: Record<string, unknown>;
}

/** Its objects by kind. */
export interface MonitorFiles {
  monitors: SourceObject[];
  networks: SourceObject[];
  triggers: SourceObject[];
}

type Kind = keyof MonitorFiles;
const KINDS: readonly Kind[] = ["monitors", "networks", "triggers"];

/**
 * Sorts what was sent: `{monitors, networks, triggers}`, each a list or a map, or a map from file names to contents as
 * in the folder `config/` and in the archive that Defender exports. What is neither is reported.
 */
export function sortMonitorFiles(input: Readonly<Record<string, unknown>>, report: ImportReporter): MonitorFiles {
  const files: MonitorFiles = { monitors: [], networks: [], triggers: [] };
  for (const [name, content] of Object.entries(input)) {
    const kind = KINDS.find((each) => each === name);
    if (kind !== undefined) take(files, kind, { path: `#/${kind}`, content, isMap: true }, report);
    else takeFile(files, name, content, report);
  }
  return files;
}

function takeFile(files: MonitorFiles, name: string, content: unknown, report: ImportReporter): void {
  const read = typeof content === "string" && name.endsWith(".json") ? parse(content) : content;
  if (!isObject(read) && !Array.isArray(read)) {
    const isScript = /\.(sh|py|js)$/.test(name);
    report.notImported(
      name,
      isScript ? "scripts are not run here" : "is not a JSON file of a monitor, network or trigger",
    );
    return;
  }
  const folder = KINDS.find((kind) => name.split("/").slice(0, -1).includes(kind));
  const kind = folder ?? kindOf(read);
  if (kind === null) report.notImported(name, "is neither a monitor nor a network nor triggers");
  else take(files, kind, { path: `${name}#`, content: read, isMap: kind === "triggers" }, report);
}

interface Found {
  path: string;
  content: unknown;
  /** Its members are the objects; otherwise it is one itself. */
  isMap: boolean;
}

function take(files: MonitorFiles, kind: Kind, { path, content, isMap }: Found, report: ImportReporter): void {
  if (Array.isArray(content)) {
    for (const [index, each] of content.entries()) {
      // A list may hold objects, or contents of files of triggers.
      const own = { path: `${path}/${index}`, content: each as unknown };
      take(files, kind, { ...own, isMap: kind === "triggers" && !looksLike("triggers", each) }, report);
    }
    return;
  }
  if (!isObject(content)) {
    report.notImported(path, "is not an object");
    return;
  }
  if (!isMap || looksLike(kind, content)) {
    const key = [content.slug, content.name].find((name) => typeof name === "string") ?? path;
    files[kind].push({ path, key, value: content });
    return;
  }
  for (const [key, value] of Object.entries(content)) {
    const place = `${path}/${pointerPart(key)}`;
    if (isObject(value)) files[kind].push({ path: place, key, value });
    else report.notImported(place, "is not an object");
  }
}

function kindOf(value: unknown): Kind | null {
  const own = KINDS.find((kind) => looksLike(kind, value));
  if (own !== undefined) return own;
  const members = isObject(value) ? Object.values(value) : [];
  return members.length > 0 && members.every((each) => looksLike("triggers", each)) ? "triggers" : null;
}

function looksLike(kind: Kind, value: unknown): boolean {
  const field = { monitors: "match_conditions", networks: "network_type", triggers: "trigger_type" }[kind];
  return isObject(value) && Object.hasOwn(value, field);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
