import { Download } from "lucide-react";

import { CopyButton } from "~/components/copy-button";
import { HostileText } from "~/components/hostile-text";
import { buttonClass } from "~/components/ui/button-class";
import { Notice } from "~/components/ui/notice";
import { Panel } from "~/components/ui/panel";
import type { PreparedResponse } from "~/domain/alerts/prepared-response";

interface Props {
  response: PreparedResponse | null;
  /** Why there is none, in a sentence. */
  reason?: string | null;
}

/** The unsigned transaction that would answer the alert, in the forms that people sign it with. */
export function ResponsePanel({ response, reason = null }: Props) {
  return (
    <Panel title="Prepared response" id="response">
      {response === null ? <NoResponse reason={reason} /> : <Response response={response} />}
    </Panel>
  );
}

function NoResponse({ reason }: { reason: string | null }) {
  return (
    <p className="text-sm text-muted">
      <HostileText text={reason ?? "No response can be prepared for this alert."} max={500} /> The rule says what to
      prepare.
    </p>
  );
}

function Response({ response }: { response: PreparedResponse }) {
  const { summary, data, castSend, warnings } = response;
  return (
    <div className="flex min-w-0 flex-col gap-3 text-sm">
      <p className="text-ink [overflow-wrap:anywhere]">
        <HostileText text={summary} max={400} expandable />
      </p>
      {warnings.length === 0 ? null : (
        <Notice look="warn">
          <ul className="flex flex-col gap-1">
            {warnings.map((warning) => (
              <li key={warning}>
                <HostileText text={warning} max={400} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Code label="Calldata" what="calldata" text={data} />
      <Code label="With Foundry" what="the cast line" text={castSend} />
      <div>
        <a
          className={buttonClass("plain", "sm")}
          href={safeFileUrl(response)}
          download={`response-${response.chainId}.json`}
        >
          <Download size={13} aria-hidden />
          For Safe’s Transaction Builder
        </a>
      </div>
      <p className="text-xs text-faint">Sentinel holds no keys: sign it yourself, and check it before you do.</p>
    </div>
  );
}

function Code({ label, what, text }: { label: string; what: string; text: string }) {
  return (
    <div className="min-w-0">
      <div className="flex items-center justify-between gap-2">
        <span className="text-xs font-medium text-muted">{label}</span>
        <CopyButton text={text} what={what} />
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (axe: scrollable-region-focusable).
        tabIndex={0}
        className="max-h-40 overflow-auto rounded border border-line bg-raised px-2.5 py-1.5 font-mono text-xs leading-5 whitespace-pre-wrap text-ink [overflow-wrap:anywhere]"
      >
        {text}
      </pre>
    </div>
  );
}

/** The file travels in the link itself, so that it can be had without a script and without another request. */
function safeFileUrl({ safeTransactionBuilder }: PreparedResponse): string {
  return `data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(safeTransactionBuilder, null, 2))}`;
}
