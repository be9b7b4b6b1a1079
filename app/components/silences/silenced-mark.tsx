import { Link } from "@remix-run/react";
import { BellOff } from "lucide-react";

import { TimeAgo } from "~/components/time-ago";
import type { SilencedRule } from "~/domain/silences/silenced-rule";
import { paths } from "~/paths";

/** That nobody is told of a rule's alerts now, or of some of them, and until when. */
export function SilencedMark({ silenced: { silenceId, endsAt, isWhole } }: { silenced: SilencedRule }) {
  return (
    <Link
      to={paths.silence(silenceId)}
      className="inline-flex w-fit items-center gap-1 rounded-full border border-medium/45 bg-medium/8 px-2 text-xs leading-5 whitespace-nowrap text-ink hover:border-medium"
    >
      <BellOff size={12} aria-hidden className="text-medium" />
      {isWhole ? "Silenced" : "Partly silenced"}, ends <TimeAgo at={endsAt} />
    </Link>
  );
}
