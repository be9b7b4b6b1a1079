import { createContext, useContext } from "react";

/** What the signed-in person may do. The server decides again on every action; this only spares useless buttons. */
export interface Rights {
  /** Analysts: acknowledge alerts, change rules and watchlists. */
  edit: boolean;
  /** Admins: change channels. */
  admin: boolean;
}

export const RightsContext = createContext<Rights>({ edit: false, admin: false });

/** The rights of whoever looks at the page. */
export function useRights(): Rights {
  return useContext(RightsContext);
}
