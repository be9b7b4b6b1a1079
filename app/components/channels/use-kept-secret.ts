import { useState } from "react";

/** A secret of a channel that was shown, and whose it is. */
interface Kept {
  channelId: string;
  secret: string;
}

/**
 * Keeps a secret that only an action's answer carries: bringing the page up to date drops the answer, and would take
 * the secret away before anybody has copied it.
 *
 * @returns What was answered last for this channel; null when nothing was.
 */
export function useKeptSecret(channelId: string, answered: string | null): string | null {
  const [kept, setKept] = useState<Kept | null>(null);
  const isNew = answered !== null && (kept?.channelId !== channelId || kept.secret !== answered);
  if (isNew) setKept({ channelId, secret: answered });
  if (answered !== null) return answered;
  return kept?.channelId === channelId ? kept.secret : null;
}
