import { Check, Copy, Download, Printer } from "lucide-react";
import { useState } from "react";

import { Button } from "~/components/ui/button";
import { Notice } from "~/components/ui/notice";
import { useHydrated } from "./use-hydrated";

interface Props {
  codes: readonly string[];
  email: string;
  /** Where Sentinel is, for the file's sake. */
  host: string;
}

/** The recovery codes, shown this once: to be copied, saved or printed. */
export function RecoveryCodes({ codes, email, host }: Props) {
  return (
    <>
      <Notice look="warn" className="print:hidden">
        These are shown only now. Keep them where you keep passwords, not on the phone that has the authenticator:
        without both, an administrator has to let you in.
      </Notice>
      <p className="mt-4 hidden text-sm print:block">
        Recovery codes for {email} at {host}. Each works once.
      </p>
      <ol
        aria-label="Recovery codes"
        className="mt-4 grid gap-x-6 gap-y-1.5 rounded-lg border border-line bg-ground p-4 font-mono text-sm sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code} className="whitespace-nowrap">
            {code}
          </li>
        ))}
      </ol>
      <Keep codes={codes} email={email} host={host} />
    </>
  );
}

function Keep({ codes, email, host }: Props) {
  const isHydrated = useHydrated();
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
  const copy = () =>
    navigator.clipboard === undefined
      ? setCopied("refused")
      : navigator.clipboard.writeText(`${codes.join("\n")}\n`).then(
          () => setCopied("yes"),
          () => setCopied("refused"),
        );
  const download = () => saveText(fileOf({ codes, email, host }), "sentinel-recovery-codes.txt");
  // Without scripts the codes can be selected; buttons that do nothing would be worse than none.
  return (
    <div className={isHydrated ? "mt-3 flex flex-wrap gap-2 print:hidden" : "invisible mt-3 flex flex-wrap gap-2"}>
      <Button onClick={copy}>
        {copied === "yes" ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        {copied === "yes" ? "Copied" : "Copy"}
      </Button>
      <Button onClick={download}>
        <Download size={14} aria-hidden /> Download
      </Button>
      <Button onClick={() => window.print()}>
        <Printer size={14} aria-hidden /> Print
      </Button>
      <p aria-live="polite" className="w-full text-xs text-faint">
        {copied === "refused" ? "The browser refused to copy: select them." : ""}
      </p>
    </div>
  );
}

function fileOf({ codes, email, host }: Props): string {
  return [`Sentinel recovery codes for ${email} at ${host}`, "Each works once.", "", ...codes, ""].join("\n");
}

/** Saves a text as a file without asking the server, which doesn't have it. */
function saveText(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to save when the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
