import type { ConfigurationFile } from "~/domain/configuration/configuration";
import type { TextFormat } from "~/domain/configuration/parse-configuration-text";
import { writeConfigurationText } from "~/domain/configuration/write-configuration-text";
import { etagOf } from "./api/etag.server";

/** RFC 9512 registers `application/yaml`. */
const TYPES: Record<TextFormat, string> = {
  json: "application/json; charset=utf-8",
  yaml: "application/yaml; charset=utf-8",
};

/** A configuration as the answer to a request, in the form that was asked for: one value a line, so that it diffs. */
export function configurationAnswer(file: ConfigurationFile, format: TextFormat): Response {
  const text = writeConfigurationText(file, format);
  const headers = {
    "Content-Type": TYPES[format],
    "Content-Length": String(Buffer.byteLength(text)),
    ETag: etagOf(text),
  };
  return new Response(text, { headers });
}
