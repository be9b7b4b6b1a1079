import { paths } from "~/paths";
import type { SystemStatus } from "./shell/system-status";

const GIVE_UP_MS = 8_000;

/** Asks how Sentinel is doing; an answer of another kind is one too. */
export async function askSystemStatus(): Promise<SystemStatus | "unreachable" | "signed-out"> {
  try {
    const signal = AbortSignal.timeout(GIVE_UP_MS);
    const response = await fetch(paths.systemStatus(), { signal, redirect: "manual" });
    // The way to the sign-in page.
    if (response.type === "opaqueredirect") return "signed-out";
    return response.ok ? ((await response.json()) as SystemStatus) : "unreachable";
  } catch {
    // No connection or no answer in time: that is the news.
    return "unreachable";
  }
}
