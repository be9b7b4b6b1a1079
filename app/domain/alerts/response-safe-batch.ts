import { responseSafeChecksum } from "./response-safe-checksum";

/** What a batch for a Safe is made from. */
interface SafeBatchInput {
  chainId: number;
  /** EIP-55. */
  to: string;
  /** Wei, decimal. */
  value: string;
  /** 0x-hex. */
  data: string;
  name: string;
  description: string;
  /** Milliseconds since the epoch. */
  createdAtMs: number;
}

/**
 * The file that Safe's Transaction Builder imports: one call, given as calldata (`contractMethod` null). With the
 * checksum that the app recomputes at the import, without which it warns that the file was changed by hand.
 *
 * Source: safe-global/safe-wallet-monorepo, apps/tx-builder, `BatchFile` of typings/models.ts.
 */
export function responseSafeBatch(input: SafeBatchInput): Record<string, unknown> {
  const { chainId, to, value, data, name, description, createdAtMs } = input;
  const meta = {
    name,
    description,
    txBuilderVersion: "1.18.0",
    createdFromSafeAddress: "",
    createdFromOwnerAddress: "",
  };
  const batch = {
    version: "1.0",
    chainId: String(chainId),
    createdAt: createdAtMs,
    transactions: [{ to, value, data, contractMethod: null, contractInputsValues: null }],
  };
  return { ...batch, meta: { ...meta, checksum: responseSafeChecksum({ ...batch, meta }) } };
}
