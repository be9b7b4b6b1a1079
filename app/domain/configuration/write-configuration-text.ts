import { stringify } from "yaml";

import type { ConfigurationFile } from "./configuration";
import type { TextFormat } from "./parse-configuration-text";

/** Writes a configuration down, each value on a line of its own, so that a diff shows what changed. */
export function writeConfigurationText(file: ConfigurationFile, format: TextFormat): string {
  if (format === "json") return `${JSON.stringify(file, null, 2)}\n`;
  return stringify(file, { version: "1.2", schema: "core", lineWidth: 0, aliasDuplicateObjects: false });
}
