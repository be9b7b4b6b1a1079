import { Link } from "@remix-run/react";
import { ShieldAlert, ShieldCheck } from "lucide-react";

import { TimeAgo } from "~/components/time-ago";
import { buttonClass } from "~/components/ui/button-class";
import { Panel } from "~/components/ui/panel";
import type { FactorState } from "~/domain/factors/factor-state";
import { paths } from "~/paths";

/** So few recovery codes left are too few. */
const FEW_CODES = 3;

/** Whether there is a second factor, and the way to its page. */
export function TwoFactorPanel({ state }: { state: FactorState }) {
  const { enabled, enabledAt, recoveryCodesLeft } = state;
  const Icon = enabled ? ShieldCheck : ShieldAlert;
  return (
    <Panel title="Two-factor authentication" className="max-w-3xl">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <Icon size={20} aria-hidden className={enabled ? "text-good" : "text-medium"} />
        <div className="min-w-48 flex-1">
          <p className="text-sm font-medium">
            {enabled ? "On, with an authenticator" : "Off: the password alone lets anybody in who has it"}
          </p>
          {enabled ? (
            <p className="text-xs text-faint">
              {enabledAt === null ? null : (
                <>
                  set up <TimeAgo at={enabledAt} /> ·{" "}
                </>
              )}
              <span className={recoveryCodesLeft <= FEW_CODES ? "font-medium text-medium" : undefined}>
                {recoveryCodesLeft} recovery {recoveryCodesLeft === 1 ? "code" : "codes"} left
              </span>
            </p>
          ) : null}
        </div>
        <Link to={paths.twoFactor()} className={buttonClass(enabled ? "plain" : "primary")}>
          {enabled ? "Manage" : "Set it up"}
        </Link>
      </div>
    </Panel>
  );
}
