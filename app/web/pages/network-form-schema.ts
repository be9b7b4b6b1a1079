import { z } from "zod";

import { NewNetwork } from "~/domain/networks/network-input";

/** One URL a line. */
const Lines = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  );

const wholeNumber = z
  .string()
  .trim()
  .regex(/^\d{1,15}$/, "must be a whole number")
  .transform(Number);

const { name, confirmations, explorerUrl, rpcUrls } = NewNetwork.shape;

const common = {
  rpcUrls: Lines.pipe(rpcUrls),
  chainId: wholeNumber.pipe(z.int().min(1, "must be 1 or more")).optional(),
  confirmations: wholeNumber.pipe(confirmations.unwrap()).optional(),
  explorerUrl: explorerUrl.unwrap().unwrap().optional(),
  /** Endpoints that do not answer now are taken as they are. */
  lenient: z.literal("on").optional(),
};

/** A new network as its form sends it. */
export const NewNetworkForm = z.object({ name, ...common });

/** A known network as its form sends it; `enabled` is a switch. */
export const NetworkForm = z.object({ ...common, enabled: z.literal("on").optional() });

/** The URLs of the form's text, for a trial of each. */
export function urlLines(text: unknown): string[] {
  return Lines.parse(typeof text === "string" ? text.slice(0, 50_000) : "").slice(0, 20);
}

/** What the form held, to show it again. */
export function networkFieldsOf(form: FormData) {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  return {
    name: text("name"),
    rpcUrls: text("rpcUrls"),
    chainId: text("chainId"),
    confirmations: text("confirmations"),
    explorerUrl: text("explorerUrl"),
    enabled: form.get("enabled") === "on",
  };
}
