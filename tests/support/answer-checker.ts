import { Ajv2020, type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";

import { openApiDocument } from "~/web/openapi.server";

/** What a test's client was answered. */
interface CheckedAnswer {
  status: number;
  headers: Headers;
  text: string;
  body: unknown;
}

interface Response {
  content?: Record<string, { schema: unknown }>;
}
interface Document {
  paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
}

/** What no operation answers, for it is said of a method that is none. */
const EVERYWHERE = [405];

/**
 * Whether answers are what the OpenAPI document says: of a documented status, of its media type, and of its schema. An
 * answer that is not fails the test that got it.
 */
export function createAnswerChecker(publicUrl: string) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  // CommonJS: the function is the module's default.
  (addFormats as unknown as typeof addFormats.default)(ajv);
  const document = openApiDocument(publicUrl) as unknown as Document;
  ajv.addSchema(document, "openapi");
  const validators = new Map<string, ValidateFunction>();

  const validatorOf = (...keys: string[]): ValidateFunction => {
    const pointer = keys.map((key) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
    const made = validators.get(pointer) ?? ajv.compile({ $ref: `openapi#/${pointer}` });
    validators.set(pointer, made);
    return made;
  };

  /** @throws Error that says what the document does not have. `path` as the document writes it: `/v1/rules/{id}`. */
  return function checkAnswer(method: string, path: string, { status, headers, text, body }: CheckedAnswer): void {
    const verb = (method === "HEAD" ? "GET" : method).toLowerCase();
    const operation = document.paths[path]?.[verb];
    if (operation === undefined || EVERYWHERE.includes(status)) return;
    const said = `${method} ${path} answered ${status}`;
    const response = operation.responses[status];
    if (response === undefined) throw new Error(`${said}, which the OpenAPI document does not have: ${text}`);
    const types = Object.keys(response.content ?? {});
    if (method === "HEAD") return;
    if (types.length === 0) {
      if (text !== "") throw new Error(`${said} with a body, which the OpenAPI document does not have: ${text}`);
      return;
    }
    const type = headers.get("Content-Type")?.split(";")[0] ?? "none";
    const documented = types.find((name) => name.split(";")[0] === type);
    if (documented === undefined) throw new Error(`${said} as ${type}; the document has ${types.join(", ")}`);
    if (!/[/+]json$/.test(type)) return;
    const validate = validatorOf("paths", path, verb, "responses", String(status), "content", documented, "schema");
    if (validate(body)) return;
    throw new Error(`${said} with what its schema refuses: ${ajv.errorsText(validate.errors)}\n${text.slice(0, 2000)}`);
  };
}
