import { AppError, type FieldError } from "~/domain/errors";
import type { OpenJsonRpc } from "~/platform/json-rpc.server";
import type { EndpointCheck } from "./network-input";
import { rpcUrlProblem } from "./rpc-url-problem";
import { testEndpoint } from "./test-endpoint.server";

interface Asked {
  pointer: string;
  url: string;
}

/**
 * Holds the URLs of a network that is being saved to its chain, and finds the chain where none is given.
 *
 * @returns the chain id.
 * @throws AppError `invalid_input` at each `/rpcUrls/N` that can't be one; `unprocessable` `chain_id_mismatch` when an
 *   endpoint is of another chain than the one given (or than the first), and `endpoint_unreachable` when one that has to
 *   answer doesn't: each when `check` is `strict`, one when the chain id is not given.
 */
export async function checkEndpoints(options: {
  urls: readonly Asked[];
  chainId: number | undefined;
  check: EndpointCheck;
  open: OpenJsonRpc;
}): Promise<number> {
  const { urls, chainId, check, open } = options;
  const wrong = urls.flatMap(({ pointer, url }): FieldError[] => {
    const detail = rpcUrlProblem(url);
    return detail === null ? [] : [{ pointer, detail, code: "invalid_url" }];
  });
  if (wrong.length > 0) throw new AppError("invalid_input", "An endpoint's URL is not valid.", { errors: wrong });
  if (check === "none" && chainId !== undefined) return chainId;

  const answers = await Promise.all(
    urls.map(async (one) => ({ ...one, answer: await testEndpoint({ url: one.url, open }) })),
  );
  const silent = answers.filter(({ answer }) => !answer.ok);
  const chain = chainId ?? answers.find(({ answer }) => answer.chainId !== null)?.answer.chainId ?? null;
  if ((check === "strict" && silent.length > 0) || chain === null) throw unreachable(silent, chain === null);
  const others = answers.filter(({ answer }) => answer.chainId !== null && answer.chainId !== chain);
  if (others.length === 0) return chain;
  throw new AppError("unprocessable", `An endpoint is of another chain than ${chain}.`, {
    slug: "chain_id_mismatch",
    errors: others.map(({ pointer, answer }) => ({
      pointer,
      detail: `is of chain ${answer.chainId}, not ${chain}`,
      code: "chain_id_mismatch",
    })),
  });
}

function unreachable(
  silent: readonly (Asked & { answer: { detail?: string | undefined } })[],
  isChainUnknown: boolean,
): AppError {
  const message = isChainUnknown
    ? "No endpoint told the chain id; give chainId, or an endpoint that answers."
    : "An endpoint can't be used as it is.";
  return new AppError("unprocessable", message, {
    slug: "endpoint_unreachable",
    errors: silent.map(({ pointer, answer }) => ({
      pointer,
      detail: `was asked for its chain id: ${lowerFirst(answer.detail ?? "it did not answer.")}`.replace(/\.$/, ""),
      code: "endpoint_unreachable",
    })),
  });
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
