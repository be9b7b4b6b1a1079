import { Form, Link } from "@remix-run/react";
import { BellOff } from "lucide-react";
import { useId, useRef } from "react";

import { useRights } from "~/components/rights-context";
import { useHotkeys } from "~/components/shell/hotkeys";
import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { KeyHint } from "~/components/ui/key-hint";
import { PopMenu } from "~/components/ui/pop-menu";
import type { Alert } from "~/domain/alerts/alert";
import { paths } from "~/paths";

const SPANS = [
  { minutes: "60", label: "1 h" },
  { minutes: "240", label: "4 h" },
  { minutes: "1440", label: "24 h" },
];

/** Silences what made an alert, for a while and with a reason. `s` opens it. Nothing for who may not. */
export function SilenceMenu({ alert }: { alert: Alert }) {
  const { edit } = useRights();
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  useHotkeys({
    s: () => {
      const details = place.current?.querySelector("details");
      if (!details) return;
      details.open = true;
      details.querySelector("textarea")?.focus();
    },
  });
  if (!edit) return null;
  const next = paths.alert(alert.id);
  return (
    <div ref={place}>
      <PopMenu
        label="Silence:"
        buttonClassName={buttonClass("quiet")}
        panelClassName="mt-1 p-3 max-md:fixed max-md:inset-x-4 max-md:top-24 md:left-0 md:w-80"
        button={
          <>
            <BellOff size={15} aria-hidden /> Silence
            <KeyHint keys="s" className="ml-1 inline-flex max-md:hidden" />
          </>
        }
      >
        <Form method="post" action={paths.newSilence()} className="flex flex-col gap-3">
          <input type="hidden" name="next" value={next} />
          <input type="hidden" name="intent" value="save" />
          <Subject alert={alert} />
          <div className="flex flex-col gap-1.5">
            <label htmlFor={`${id}-reason`} className="text-sm font-medium">
              Reason
            </label>
            <textarea
              id={`${id}-reason`}
              name="reason"
              rows={2}
              required
              maxLength={500}
              placeholder="Planned upgrade, ticket OPS-112"
              className="control resize-y text-sm"
            />
          </div>
          <div className="flex flex-wrap items-center gap-2">
            {SPANS.map(({ minutes, label }) => (
              <Button key={minutes} type="submit" name="span" value={minutes} aria-label={`Silence for ${label}`}>
                {label}
              </Button>
            ))}
            <Link to={customPath(alert, next)} className={buttonClass("quiet")}>
              Custom…
            </Link>
          </div>
          <p className="text-xs text-faint">Alerts are kept and shown as ever; nobody is told of them meanwhile.</p>
        </Form>
      </PopMenu>
    </div>
  );
}

/** This rule, or everything on this contract. */
function Subject({ alert: { ruleId, watchlistId } }: { alert: Alert }) {
  if (watchlistId === null) return <input type="hidden" name="ruleId" value={ruleId} />;
  return (
    <fieldset className="flex flex-col text-sm">
      <legend className="mb-1 font-medium">Keep quiet</legend>
      <label className="inline-flex min-h-8 items-center gap-2 max-md:min-h-10">
        <input type="radio" name="subject" value={`ruleId:${ruleId}`} defaultChecked className="check" /> this rule
      </label>
      <label className="inline-flex min-h-8 items-center gap-2 max-md:min-h-10">
        <input type="radio" name="subject" value={`watchlistId:${watchlistId}`} className="check" /> everything on this
        contract
      </label>
    </fieldset>
  );
}

function customPath({ ruleId }: Alert, next: string): string {
  return paths.newSilence(new URLSearchParams({ ruleId, next }).toString());
}
