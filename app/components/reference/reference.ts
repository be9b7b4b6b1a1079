/** One field of a body, or one parameter. */
export interface FieldRow {
  name: string;
  /** In a few words; names of schemas stand as they are. */
  type: string;
  required: boolean;
  note: string;
  /** Where it is an object that has no name, or a list of such. */
  fields: FieldRow[];
}

/** One answer of an operation. */
export interface AnswerView {
  status: string;
  description: string;
  type: string;
  /** Formatted JSON or text; empty when there is no body. */
  example: string;
  /** The codes that a problem of this status can have. */
  codes: string[];
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
  /** The body's type when it is a schema with a name, or no object. */
  bodyType: string;
  answers: AnswerView[];
  curl: string;
}

/** The operations of one tag. */
export interface ReferenceSection {
  tag: string;
  description: string;
  operations: OperationView[];
}

/** The API as the reference page shows it. */
export interface ApiReference {
  version: string;
  sections: ReferenceSection[];
  schemas: { name: string; fields: FieldRow[]; type: string }[];
  problems: readonly { code: string; status: number; meaning: string }[];
}

/** The anchor of a tag's section. */
export const anchorOf = (tag: string) => tag.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** What is left of the sections for a search: operations that have every word somewhere. */
export function searchSections(sections: readonly ReferenceSection[], q: string): ReferenceSection[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return sections
    .map((section) => ({
      ...section,
      operations: section.operations.filter(({ method, path, summary, description, parameters, body }) => {
        const names = [...parameters, ...body].map(({ name }) => name);
        const text = [section.tag, method, path, summary, description, ...names].join(" ").toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ operations }) => operations.length > 0);
}
