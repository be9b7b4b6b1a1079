import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";

import { CopyButton } from "~/components/copy-button";
import { Logo } from "~/components/logo";
import { Panel } from "~/components/ui/panel";
import { paths } from "~/paths";
import { apiReference, type FieldRow, type OperationView } from "~/web/openapi/api-reference.server";

export const meta: MetaFunction = () => [{ title: "API reference · Sentinel" }];

export function loader({ context }: LoaderFunctionArgs) {
  return apiReference(context.ctx.env.PUBLIC_URL);
}

/** The API for people, from the document that `/v1/openapi.json` is for machines. */
export default function ApiReferencePage() {
  const { version, sections, schemas, problems } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto grid max-w-6xl gap-8 px-4 py-6 lg:grid-cols-[13rem_minmax(0,1fr)]">
      <Contents tags={sections.map(({ tag }) => tag)} />
      <main className="min-w-0">
        <Introduction version={version} />
        {sections.map(({ tag, operations }) => (
          <section key={tag} id={anchor(tag)} aria-labelledby={`${anchor(tag)}-title`} className="mt-10 scroll-mt-4">
            <h2 id={`${anchor(tag)}-title`} className="mb-3 text-lg font-semibold">
              {tag}
            </h2>
            <div className="flex flex-col gap-4">
              {operations.map((operation) => (
                <OperationCard key={operation.id} operation={operation} />
              ))}
            </div>
          </section>
        ))}
        <section id="problems" className="mt-10 scroll-mt-4">
          <h2 className="mb-3 text-lg font-semibold">Problems</h2>
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {problems.map(({ code, status, meaning }) => (
              <li
                key={code}
                id={`problem-${code}`}
                className="flex flex-wrap gap-x-4 px-4 py-2 text-sm target:bg-raised"
              >
                <span className="w-56 font-mono text-xs leading-5">{code}</span>
                <span className="w-10 font-mono text-xs leading-5 text-muted">{status}</span>
                <Prose className="min-w-48 flex-1 text-muted">{meaning}</Prose>
              </li>
            ))}
          </ul>
        </section>
        <section id="schemas" className="mt-10 scroll-mt-4">
          <h2 className="mb-3 text-lg font-semibold">Schemas</h2>
          <div className="flex flex-col gap-4">
            {schemas.map(({ name, fields, type }) => (
              <Panel key={name} id={`schema-${name}`} title={name} className="scroll-mt-4">
                {fields.length > 0 ? <Fields fields={fields} /> : <code className="text-xs break-words">{type}</code>}
              </Panel>
            ))}
          </div>
        </section>
      </main>
    </div>
  );
}

const anchor = (tag: string) => tag.toLowerCase().replace(/[^a-z0-9]+/g, "-");

function Contents({ tags }: { tags: string[] }) {
  const entries = [...tags.map((tag) => [anchor(tag), tag]), ["problems", "Problems"], ["schemas", "Schemas"]];
  return (
    <nav aria-label="Contents" className="lg:sticky lg:top-6 lg:self-start">
      <Link to={paths.home()} className="mb-4 flex items-center gap-2 text-sm font-semibold">
        <Logo /> Sentinel
      </Link>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted lg:flex-col">
        {entries.map(([id, name]) => (
          <li key={id}>
            <a href={`#${id}`} className="hover:text-ink hover:underline">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
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
          Sign in with `POST /v1/auth/token` and send the access token as `Authorization: Bearer …`. Bodies are JSON.
          Ids are UUIDs, times are RFC 3339 in UTC, and integers that may pass 2^53 (wei, token amounts) are decimal
          strings.
        </Prose>
        <Prose>
          Lists are newest first: follow `Link: rel="next"`, or pass `meta.nextCursor` as `cursor`. A POST that creates
          takes an `Idempotency-Key` and can then be repeated safely. A PATCH or DELETE with `If-Match` happens only
          while the resource is still the one you read. Errors are `application/problem+json` with a stable `code`.
        </Prose>
      </div>
    </>
  );
}

/** Text whose `code` is shown as such. */
function Prose({ children, className }: { children: string; className?: string }) {
  const parts = children.split("`").map((text, index) => ({ text, isCode: index % 2 === 1, key: `${index} ${text}` }));
  return (
    <p className={className}>
      {parts.map(({ text, isCode, key }) =>
        isCode ? (
          <code key={key} className="rounded bg-sunken px-1 font-mono text-[0.92em] break-words">
            {text}
          </code>
        ) : (
          <span key={key}>{text}</span>
        ),
      )}
    </p>
  );
}

function OperationCard({ operation }: { operation: OperationView }) {
  const { id, method, path, summary, description, parameters, body, responses, curl } = operation;
  return (
    <article id={id} aria-label={`${method} ${path}`} className="scroll-mt-4 rounded-lg border border-line bg-surface">
      <header className="border-b border-line px-4 py-3">
        <h3 className="flex flex-wrap items-baseline gap-x-3 font-mono text-sm">
          <span className="font-semibold text-accent">{method}</span>
          <a href={`#${id}`} className="break-all hover:underline">
            {path}
          </a>
        </h3>
        <p className="mt-1 text-base font-medium">{summary}</p>
        {description.split("\n\n").map((text) => (
          <Prose key={text} className="mt-1 max-w-2xl text-sm text-muted">
            {text}
          </Prose>
        ))}
      </header>
      <div className="grid gap-5 px-4 py-4 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-5">
          <FieldGroup title="Parameters" fields={parameters} />
          <FieldGroup title="Body" fields={body} />
          <Answers responses={responses} />
        </div>
        <div className="min-w-0">
          <div className="flex items-center justify-between">
            <h4 className="text-xs font-semibold text-muted">Example</h4>
            <CopyButton text={curl} what="example" />
          </div>
          <pre className="mt-1 rounded bg-sunken p-3 font-mono text-xs break-words whitespace-pre-wrap">{curl}</pre>
        </div>
      </div>
    </article>
  );
}

function FieldGroup({ title, fields }: { title: string; fields: FieldRow[] }) {
  if (fields.length === 0) return null;
  return (
    <div>
      <h4 className="mb-1 text-xs font-semibold text-muted">{title}</h4>
      <Fields fields={fields} />
    </div>
  );
}

function Fields({ fields }: { fields: FieldRow[] }) {
  return (
    <dl className="divide-y divide-line text-sm">
      {fields.map(({ name, type, required, note }) => (
        <div key={name} className="py-1.5">
          <dt className="flex flex-wrap items-baseline gap-x-2 font-mono text-xs">
            <span className="font-semibold">{name}</span>
            <span className="break-words text-muted">{type}</span>
            {required ? <span className="font-sans text-2xs text-accent">required</span> : null}
          </dt>
          <dd>{note === "" ? null : <Prose className="text-muted">{note}</Prose>}</dd>
        </div>
      ))}
    </dl>
  );
}

function Answers({ responses }: { responses: OperationView["responses"] }) {
  return (
    <div>
      <h4 className="mb-1 text-xs font-semibold text-muted">Answers</h4>
      <ul className="flex flex-col gap-0.5 text-sm">
        {responses.map(({ status, description, type }) => (
          <li key={status} className="flex gap-3">
            <span className="font-mono text-xs leading-5">{status}</span>
            <span className="text-muted">
              {description}{" "}
              {type === "" || type === "Problem" ? null : <code className="font-mono text-xs">{type}</code>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
