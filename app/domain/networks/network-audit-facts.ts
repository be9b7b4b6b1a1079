interface Row {
  name: string;
  chainId: bigint;
  confirmations: number;
  explorerUrl: string | null;
  enabled: boolean;
  endpoints: { host: string; urlDigest: string; enabled: boolean }[];
}

/**
 * A network as the audit log keeps it: of each endpoint's URL its host and the start of its keyed digest, by which two
 * can be told apart.
 */
export function networkAuditFacts({ name, chainId, confirmations, explorerUrl, enabled, endpoints }: Row) {
  return {
    ...{ name, chainId: Number(chainId), confirmations, explorerUrl, enabled },
    endpoints: endpoints
      .filter((each) => each.enabled)
      .map(({ host, urlDigest }) => ({ host, url: `hmac:${urlDigest.slice(0, 16)}` })),
  };
}
