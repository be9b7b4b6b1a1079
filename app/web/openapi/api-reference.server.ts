import { listEndpoints, openApiDocument } from "../openapi.server";
import { describeType } from "./describe-type";
import { PROBLEM_CODES } from "./problem-codes";
import type { JsonSchema } from "./schema-collector";

/** One field of a body, or one parameter. */
export interface FieldRow {
  name: string;
  type: string;
  required: boolean;
  note: string;
}

/** One operation as the reference page shows it. */
export interface OperationView {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: FieldRow[];
  body: FieldRow[];
  responses: { status: string; description: string; type: string }[];
  curl: string;
}

/** The API as the reference page shows it. */
export interface ApiReference {
  version: string;
  sections: { tag: string; operations: OperationView[] }[];
  schemas: { name: string; fields: FieldRow[]; type: string }[];
  problems: typeof PROBLEM_CODES;
}

interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  parameters: JsonSchema[];
  requestBody?: { content: Record<string, { schema: JsonSchema; example?: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: JsonSchema }> }>;
}

interface Document {
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; parameters: Record<string, JsonSchema> };
}

/** The reference, rendered from the OpenAPI document, so that it can't say anything else. */
export function apiReference(publicUrl: string): ApiReference {
  const document = openApiDocument(publicUrl) as unknown as Document;
  const sections = new Map<string, OperationView[]>();
  for (const { method, path, tag } of listEndpoints()) {
    const operation = document.paths[path]?.[method.toLowerCase()];
    if (operation === undefined) continue;
    sections.set(tag, [...(sections.get(tag) ?? []), viewOf(document, operation, method, path, publicUrl)]);
  }
  const schemas = Object.entries(document.components.schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    version: document.info.version,
    sections: [...sections].map(([tag, operations]) => ({ tag, operations })),
    schemas: schemas.map(([name, schema]) => ({ name, fields: fieldsOf(schema), type: describeType(schema) })),
    problems: PROBLEM_CODES,
  };
}

function viewOf(
  document: Document,
  operation: Operation,
  method: string,
  path: string,
  publicUrl: string,
): OperationView {
  const [body] = Object.values(operation.requestBody?.content ?? {});
  return {
    id: operation.operationId,
    method,
    path,
    summary: operation.summary,
    description: operation.description,
    parameters: operation.parameters.map((parameter) => parameterRow(document, parameter)),
    body: body === undefined ? [] : fieldsOf(resolve(document, body.schema)),
    responses: Object.entries(operation.responses).map(([status, { description, content }]) => {
      const [answer] = Object.values(content ?? {});
      return { status, description, type: answer === undefined ? "" : describeAnswer(answer.schema) };
    }),
    curl: curlOf(operation, method, publicUrl + path, body?.example),
  };
}

/** A list is told by what it lists. */
function describeAnswer(schema: JsonSchema): string {
  const { data } = (schema.properties ?? {}) as Record<string, JsonSchema>;
  return data?.type === "array" ? `list of ${describeType((data.items ?? {}) as JsonSchema)}` : describeType(schema);
}

function resolve(document: Document, schema: JsonSchema): JsonSchema {
  return typeof schema.$ref === "string" ? (document.components.schemas[describeType(schema)] ?? {}) : schema;
}

function fieldsOf(schema: JsonSchema): FieldRow[] {
  const required = (schema.required ?? []) as string[];
  return Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).map(([name, field]) => {
    const isRequired = required.includes(name) && field.default === undefined;
    return { name, type: describeType(field), required: isRequired, note: noteOf(field) };
  });
}

function parameterRow(document: Document, parameter: JsonSchema): FieldRow {
  const name = typeof parameter.$ref === "string" ? parameter.$ref.split("/").at(-1) : undefined;
  const found = name === undefined ? parameter : (document.components.parameters[name] ?? {});
  const schema = (found.schema ?? {}) as JsonSchema;
  const note = [found.in === "header" ? "Header." : "", found.description ?? "", noteOf(schema)]
    .filter(Boolean)
    .join(" ");
  return { name: String(found.name), type: describeType(schema), required: found.required === true, note };
}

/** Description, default and bounds in a line. */
function noteOf({ description, default: preset, minimum, maximum, maxLength }: JsonSchema): string {
  return [
    description,
    preset === undefined ? undefined : `Default ${JSON.stringify(preset)}.`,
    minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}.` : undefined,
    maxLength === undefined ? undefined : `At most ${maxLength} characters.`,
  ]
    .filter((part) => part !== undefined)
    .join(" ");
}

function curlOf(operation: Operation, method: string, url: string, example: unknown): string {
  const isOpen = "security" in operation;
  const lines = [`curl ${method === "GET" ? "" : `-X ${method} `}'${url}'`];
  if (!isOpen) lines.push('-H "Authorization: Bearer $TOKEN"');
  if (example !== undefined) {
    const text = JSON.stringify(example, null, 2).replaceAll("'", "'\\''");
    lines.push("-H 'Content-Type: application/json'", `-d '${text}'`);
  }
  return lines.join(" \\\n  ");
}
