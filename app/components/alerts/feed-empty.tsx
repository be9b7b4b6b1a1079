import { Link } from "@remix-run/react";
import { BellOff, Eye, ScrollText, ShieldCheck } from "lucide-react";

import { NoNetwork } from "~/components/networks/no-network";
import { useRights } from "~/components/rights-context";
import { buttonClass } from "~/components/ui/button-class";
import { EmptyState } from "~/components/ui/empty-state";
import { paths } from "~/paths";

interface Props {
  filtered: boolean;
  hasNetworks: boolean;
  hasContracts: boolean;
  hasRules: boolean;
}

/** The feed without alerts: because of the filters, because all is quiet, or because a step of the set-up is still to do. */
export function FeedEmpty({ filtered, hasNetworks, hasContracts, hasRules }: Props) {
  const { edit } = useRights();
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
  if (!hasNetworks) return <NoNetwork />;
  // A rule of a whole network watches without any contract being named.
  if (hasRules) {
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
        What your rules recognise appears here the moment it enters the mempool, and at the latest once it is mined.
      </EmptyState>
    );
  }
  if (hasContracts) {
    return (
      <EmptyState
        icon={ScrollText}
        title="No rule yet"
        action={edit ? <PrimaryLink to={paths.newRule()}>New rule</PrimaryLink> : undefined}
      >
        Contracts are watched, but no rule says what about them is dangerous: nothing can raise an alert.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Eye}
      title="Nothing is watched yet"
      action={edit ? <PrimaryLink to={paths.newWatchlistEntry()}>Watch a contract</PrimaryLink> : undefined}
    >
      Add a contract, choose what is dangerous about it, and say who is to be told. Alerts then appear here.
    </EmptyState>
  );
}

function PrimaryLink({ to, children }: { to: string; children: string }) {
  return (
    <Link to={to} className={buttonClass("primary")}>
      {children}
    </Link>
  );
}
