import type { AnswerView, ApiReference, FieldRow, OperationView } from "~/components/reference/reference";
import { listEndpoints, openApiDocument } from "../openapi.server";
import { curlOf } from "./curl-of";
import { describeType } from "./describe-type";
import { PROBLEM_CODES } from "./problem-codes";
import { fieldsOf, noteOf } from "./reference-fields";
import type { JsonSchema } from "./schema-collector";
import { TAGS } from "./tags";

interface Content {
  schema: JsonSchema;
  example?: unknown;
  examples?: Record<string, unknown>;
}

interface Operation {
  operationId: string;
  summary: string;
  description: string;
  security?: unknown[];
  parameters: JsonSchema[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { description: string; content?: Record<string, Content> }>;
}

interface Document {
  info: { version: string };
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; parameters: Record<string, JsonSchema> };
}

const made = new Map<string, ApiReference>();

/** The reference, rendered from the OpenAPI document, so that it can't say anything else. Made once for each public URL. */
export function apiReference(publicUrl: string): ApiReference {
  const reference = made.get(publicUrl) ?? build(publicUrl);
  made.set(publicUrl, reference);
  return reference;
}

function build(publicUrl: string): ApiReference {
  const document = openApiDocument(publicUrl) as unknown as Document;
  const views = listEndpoints().flatMap(({ method, path, tag }) => {
    const operation = document.paths[path]?.[method.toLowerCase()];
    return operation === undefined ? [] : [{ tag, view: viewOf(document, operation, method, path, publicUrl) }];
  });
  const schemas = Object.entries(document.components.schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    version: document.info.version,
    sections: document.tags.map(({ name }) => ({
      tag: name,
      description: TAGS[name] ?? "",
      operations: views.filter(({ tag }) => tag === name).map(({ view }) => view),
    })),
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
  const isNamed = typeof body?.schema.$ref === "string";
  const fields = body === undefined ? [] : fieldsOf(resolved(document, body.schema));
  return {
    id: operation.operationId,
    method,
    path,
    summary: operation.summary,
    description: operation.description,
    parameters: operation.parameters.map((parameter) => parameterRow(document, parameter)),
    body: fields,
    bodyType: body === undefined || (fields.length > 0 && !isNamed) ? "" : describeType(body.schema),
    answers: Object.entries(operation.responses).map(([status, answer]) => answerOf(status, answer)),
    curl: curlOf({ method, path, publicUrl, isOpen: operation.security !== undefined, example: body?.example }),
  };
}

const resolved = (document: Document, schema: JsonSchema): JsonSchema =>
  typeof schema.$ref === "string" ? (document.components.schemas[describeType(schema)] ?? {}) : schema;

function answerOf(status: string, { description, content = {} }: Operation["responses"][string]): AnswerView {
  const [answer] = Object.values(content);
  const { example } = answer ?? {};
  const text = typeof example === "string" ? example : JSON.stringify(example, null, 2);
  return {
    status,
    description,
    type: answer === undefined ? "" : describeAnswer(answer.schema),
    example: example === undefined ? "" : text,
    codes: Object.keys(answer?.examples ?? {}),
  };
}

/** A list is told by what it lists. */
function describeAnswer(schema: JsonSchema): string {
  const { data } = (schema.properties ?? {}) as Record<string, JsonSchema>;
  return data?.type === "array" ? `list of ${describeType((data.items ?? {}) as JsonSchema)}` : describeType(schema);
}

function parameterRow(document: Document, parameter: JsonSchema): FieldRow {
  const name = typeof parameter.$ref === "string" ? parameter.$ref.split("/").at(-1) : undefined;
  const found = name === undefined ? parameter : (document.components.parameters[name] ?? {});
  const schema = (found.schema ?? {}) as JsonSchema;
  const form = found.style === "form" ? "Comma separated." : "";
  const note = [found.in === "header" ? "Header." : "", found.description ?? "", form, noteOf(schema)];
  return {
    name: String(found.name),
    type: describeType(schema),
    required: found.required === true,
    note: note.filter(Boolean).join(" "),
    fields: [],
  };
}
