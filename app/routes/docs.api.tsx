import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useDeferredValue, useMemo, useState } from "react";

import { Contents } from "~/components/reference/contents";
import { FieldList } from "~/components/reference/field-list";
import { OperationCard } from "~/components/reference/operation-card";
import { Prose } from "~/components/reference/prose";
import { type ApiReference, anchorOf, type ReferenceSection, searchSections } from "~/components/reference/reference";
import { SchemaNames, TypeText } from "~/components/reference/type-text";
import { Panel } from "~/components/ui/panel";
import { apiReference } from "~/web/openapi/api-reference.server";

export const meta: MetaFunction = () => [{ title: "API reference · Sentinel" }];

export function loader({ request, context }: LoaderFunctionArgs) {
  const q = new URL(request.url).searchParams.get("q") ?? "";
  return { q, reference: apiReference(context.ctx.env.PUBLIC_URL) };
}

/** The API for people, from the document that `/v1/openapi.json` is for machines. */
export default function ApiReferencePage() {
  const { q: asked, reference } = useLoaderData<typeof loader>();
  const [q, setQ] = useState(asked);
  // Typing stays quick while a hundred cards are sorted out.
  const searched = useDeferredValue(q);
  const sections = useMemo(() => searchSections(reference.sections, searched), [reference, searched]);
  const names = useMemo(() => new Set(reference.schemas.map(({ name }) => name)), [reference]);
  return (
    <SchemaNames.Provider value={names}>
      <div className="mx-auto grid max-w-6xl gap-8 px-4 py-6 lg:grid-cols-[14rem_minmax(0,1fr)] lg:py-0">
        <Contents sections={sections} q={asked} onSearch={setQ} />
        <main className="min-w-0 lg:py-6">
          <Introduction version={reference.version} />
          {sections.length === 0 ? (
            <p className="mt-10 text-sm text-muted">
              No operation has all of these words.{" "}
              <a href="/docs/api" className="underline">
                Show all
              </a>
            </p>
          ) : (
            sections.map((section) => <Section key={section.tag} section={section} />)
          )}
          <Problems problems={reference.problems} />
          <Schemas schemas={reference.schemas} />
        </main>
      </div>
    </SchemaNames.Provider>
  );
}

function Introduction({ version }: { version: string }) {
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">API reference</h1>
      <p className="mt-1 text-sm text-muted">
        Version {version}. For machines:{" "}
        <a className="underline" href="/v1/openapi.json">
          openapi.json
        </a>{" "}
        (OpenAPI 3.1).
      </p>
      <div className="mt-4 flex max-w-2xl flex-col gap-2 text-base">
        <Prose>
          Sign in with `POST /v1/auth/token`, or make an API key, and send it as `Authorization: Bearer …`. Bodies are
          JSON. Ids are UUIDs, times are RFC 3339 in UTC, and integers that may pass 2^53 (wei, token amounts) are
          decimal strings.
        </Prose>
        <Prose>
          Lists are newest first: follow `Link: rel="next"`, or pass `meta.nextCursor` as `cursor`. A POST that creates
          takes an `Idempotency-Key` and can then be repeated safely. A PATCH or DELETE with `If-Match` happens only
          while the resource is still the one you read. Errors are `application/problem+json` with a stable `code`.
        </Prose>
        <Prose>
          Each token may make 600 requests a minute; `RateLimit` tells what is left, and a 429 when to come back.
          Without Redis each web instance counts for itself.
        </Prose>
      </div>
    </>
  );
}

function Section({ section: { tag, description, operations } }: { section: ReferenceSection }) {
  const id = anchorOf(tag);
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="mt-10 scroll-mt-4">
      <h2 id={`${id}-title`} className="text-lg font-semibold">
        {tag}
      </h2>
      <p className="mb-3 text-sm text-muted">{description}</p>
      <div className="flex flex-col gap-4">
        {operations.map((operation) => (
          <OperationCard key={operation.id} operation={operation} />
        ))}
      </div>
    </section>
  );
}

function Problems({ problems }: Pick<ApiReference, "problems">) {
  return (
    <section id="problems" className="mt-10 scroll-mt-4">
      <h2 className="mb-3 text-lg font-semibold">Problems</h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {problems.map(({ code, status, meaning }) => (
          <li
            key={code}
            id={`problem-${code}`}
            className="flex scroll-mt-4 flex-wrap gap-x-4 px-4 py-2 text-sm target:bg-raised"
          >
            <span className="w-56 font-mono text-xs leading-5">{code}</span>
            <span className="w-10 font-mono text-xs leading-5 text-muted">{status}</span>
            <Prose className="min-w-48 flex-1 text-muted">{meaning}</Prose>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Schemas({ schemas }: Pick<ApiReference, "schemas">) {
  return (
    <section id="schemas" className="mt-10 scroll-mt-4">
      <h2 className="mb-3 text-lg font-semibold">Schemas</h2>
      <div className="flex flex-col gap-4">
        {schemas.map(({ name, fields, type }) => (
          <Panel key={name} id={`schema-${name}`} title={name} className="scroll-mt-4 target:border-accent">
            {fields.length > 0 ? <FieldList fields={fields} /> : <TypeText>{type}</TypeText>}
          </Panel>
        ))}
      </div>
    </section>
  );
}
