import { useRights } from "~/components/rights-context";
import { ADMIN_ITEMS, NAV_ITEMS, type NavItem } from "./nav-items";

/** The places that whoever looks may go to. */
export function useNavItems(): readonly NavItem[] {
  const { admin } = useRights();
  return admin ? [...NAV_ITEMS, ...ADMIN_ITEMS] : NAV_ITEMS;
}
