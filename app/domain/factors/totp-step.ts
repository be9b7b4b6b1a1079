import { verify } from "otplib";

const STEP_SECONDS = 30;

/**
 * The time step (Unix time / 30 s) whose code of six digits this is, null when it is none of now, the one before or the
 * one after (RFC 6238, 5.2: a step for the way and for clocks that differ).
 *
 * @param secret base 32.
 */
export async function totpStep(secret: string, code: string): Promise<bigint | null> {
  if (!/^\d{6}$/.test(code)) return null;
  const verified = await verify({ secret, token: code, period: STEP_SECONDS, epochTolerance: STEP_SECONDS });
  return verified.valid && "timeStep" in verified ? BigInt(verified.timeStep) : null;
}
