import { createContext } from "react";

/** The response's CSP nonce, for the scripts that the document needs. Empty in the browser, which hides nonces. */
export const NonceContext = createContext("");
