import { redirect } from "@remix-run/node";

import { AppError } from "~/domain/errors";
import { paths } from "~/paths";

/**
 * What an operation gives; when it wants the person to prove anew who they are, leads to where they do that.
 *
 * @param next The page to come back to; the work is asked for again there.
 * @throws Response that redirect; anything else as it came.
 */
export async function orConfirm<T>(work: Promise<T>, next: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && error.slug === "reauthentication_required") {
      throw redirect(paths.confirmIdentity(next));
    }
    throw error;
  }
}
