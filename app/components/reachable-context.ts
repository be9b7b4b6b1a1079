import { createContext } from "react";

/** Whether Sentinel still answers this browser. While it doesn't, nothing on the page may call itself live. */
export const ReachableContext = createContext(true);
