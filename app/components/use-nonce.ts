import { useContext } from "react";

import { NonceContext } from "./nonce-context";

/** The nonce that the page's policy allows, on the server as in the browser, where only a script's property still has it. */
export function useNonce(): string {
  const given = useContext(NonceContext);
  if (given !== "" || typeof document === "undefined") return given;
  return document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
}
