import { Link } from "@remix-run/react";
import { BellOff, ShieldCheck } from "lucide-react";

import { buttonClass } from "~/components/ui/button-class";
import { EmptyState } from "~/components/ui/empty-state";
import { paths } from "~/paths";

interface Props {
  filtered: boolean;
  hasContracts: boolean;
}

/** The feed without alerts: because of the filters, because all is quiet, or because nothing is watched yet. */
export function FeedEmpty({ filtered, hasContracts }: Props) {
  if (filtered) {
    return (
      <EmptyState
        icon={BellOff}
        title="Nothing matches these filters"
        action={
          <Link to={paths.alerts()} className={buttonClass()}>
            Show all alerts
          </Link>
        }
      >
        New alerts that match will appear here by themselves.
      </EmptyState>
    );
  }
  if (hasContracts) {
    return (
      <EmptyState
        icon={ShieldCheck}
        title="All quiet"
        action={
          <Link to={paths.rules()} className={buttonClass()}>
            Check the rules
          </Link>
        }
      >
        Your contracts are being watched. What your rules recognise appears here the moment it enters the mempool.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={ShieldCheck}
      title="Nothing is watched yet"
      action={
        <Link to={paths.newWatchlistEntry()} className={buttonClass("primary")}>
          Watch a contract
        </Link>
      }
    >
      Add a contract, choose what is dangerous about it, and say who is to be told. Alerts then appear here.
    </EmptyState>
  );
}
