import { useRevalidator } from "@remix-run/react";
import { useCallback } from "react";

import { askSystemStatus } from "./ask-system-status";

/**
 * Brings what the page shows up to date, when that can be had: a refresh that fails would put an error in the place of
 * what is still worth reading.
 */
export function useRefresh(): () => void {
  const { revalidate } = useRevalidator();
  return useCallback(() => {
    void askSystemStatus().then((answer) => {
      if (answer !== "unreachable" && answer !== "signed-out") revalidate();
    });
  }, [revalidate]);
}
