import { sizeWords } from "~/components/format/size-words";
import { TimeSince } from "~/components/time-since";
import { paths } from "~/paths";
import { Banner } from "./banner";
import { ChannelBanners } from "./channel-banners";
import { NetworkBanners } from "./network-banners";
import type { RecorderStatus } from "./system-status";
import type { WatchedStatus } from "./use-system-status";

/** What keeps Sentinel from its work now: shown on every page until it is over. */
export function Banners({ watched: { status, unreachableSince, isSignedOut } }: { watched: WatchedStatus }) {
  return (
    <div role="status" aria-label="System messages">
      {unreachableSince === null ? null : (
        <Banner look="bad">
          Sentinel hasn't answered this browser for <TimeSince at={new Date(unreachableSince).toISOString()} />. What
          you see may be old; it will catch up by itself.
        </Banner>
      )}
      {isSignedOut ? (
        <Banner look="warn" to={paths.signIn()} link="Sign in">
          <strong className="font-semibold">You are signed out.</strong> What you see is no longer brought up to date.
        </Banner>
      ) : null}
      {status.audit === null ? null : (
        <Banner look="bad" to={paths.audit()} link="Audit log">
          <strong className="font-semibold">The audit log is not what was written.</strong> {status.audit.detail}
        </Banner>
      )}
      {status.recorder === null ? null : <Recorder recorder={status.recorder} />}
      {status.networks.map((network) => (
        <NetworkBanners key={network.name} network={network} />
      ))}
      <ChannelBanners delivery={status.delivery} />
    </div>
  );
}

function Recorder({ recorder: { waiting, journal, failingSince, lost } }: { recorder: RecorderStatus }) {
  const isWaiting = failingSince !== null || journal.alerts > 0;
  return (
    <>
      {lost === 0 ? null : (
        <Banner look="bad">
          <strong className="font-semibold">
            {lost.toLocaleString("en-US")} {lost === 1 ? "alert was" : "alerts were"} lost:
          </strong>{" "}
          the database took nothing, and the journal had no room. The worker's log names them.
        </Banner>
      )}
      {isWaiting ? (
        <Banner look={failingSince === null ? "warn" : "bad"}>
          <strong className="font-semibold">
            {failingSince === null ? (
              "Alerts from the journal are being written"
            ) : (
              <>
                The database has taken nothing for <TimeSince at={failingSince} />
              </>
            )}
          </strong>
          : {waiting.toLocaleString("en-US")} {waiting === 1 ? "alert waits" : "alerts wait"}
          {journal.alerts === 0 ? "" : `, ${sizeWords(journal.bytes)} of them in the journal`}. Detection goes on; they
          are recorded and told in their order.
        </Banner>
      ) : null}
    </>
  );
}
