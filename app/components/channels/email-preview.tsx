import { useNonce } from "~/components/use-nonce";
import type { EmailMessage } from "~/domain/messages/email-message";
import { withStyleSheet } from "./with-style-sheet";

/** A mail: its subject, and its body in a frame where nothing of it runs or leads anywhere. */
export function EmailPreview({ message }: { message: EmailMessage }) {
  const { subject, text, html } = message;
  const nonce = useNonce();
  return (
    <div className="max-w-xl overflow-hidden rounded border border-line bg-surface text-sm">
      <p className="border-b border-line px-3 py-2 font-semibold [overflow-wrap:anywhere]">{subject}</p>
      <iframe
        title="The mail as it will look"
        sandbox=""
        srcDoc={withStyleSheet(html, nonce)}
        className="h-96 w-full"
      />
      <details className="border-t border-line">
        <summary className="cursor-pointer px-3 py-2 text-xs text-muted hover:text-ink">As plain text</summary>
        <pre className="overflow-auto px-3 pb-3 font-mono text-xs whitespace-pre-wrap text-muted">{text}</pre>
      </details>
    </div>
  );
}
