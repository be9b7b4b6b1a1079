import { NavLink, useLocation } from "@remix-run/react";
import { Ellipsis } from "lucide-react";

import { cx } from "~/components/cx";
import { PopMenu } from "~/components/ui/pop-menu";
import { paths } from "~/paths";
import { NAV_ITEMS } from "./nav-items";
import { useNavItems } from "./use-nav-items";

/** What a thumb needs first; the others are behind "More". */
const FIRST: readonly string[] = [paths.alerts(), paths.deliveries(), paths.silences(), paths.networks()];
const SHOWN = NAV_ITEMS.filter(({ to }) => FIRST.includes(to));

const PLACE = "flex h-14 flex-col items-center justify-center gap-1 text-2xs font-medium";

/** The places on a phone, under the thumb. */
export function BottomBar() {
  const { pathname } = useLocation();
  const more = useNavItems().filter(({ to }) => !FIRST.includes(to));
  const isBehind = more.some(({ to }) => pathname.startsWith(to));
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {SHOWN.map(({ label, to, icon: Icon }) => (
        <NavLink key={to} to={to} className={({ isActive }) => cx(PLACE, isActive ? "text-accent" : "text-muted")}>
          <Icon size={19} strokeWidth={1.9} aria-hidden />
          {label}
        </NavLink>
      ))}
      <PopMenu
        label=""
        button={
          <>
            <Ellipsis size={19} strokeWidth={1.9} aria-hidden />
            More
          </>
        }
        buttonClassName={cx(PLACE, "cursor-pointer list-none", isBehind ? "text-accent" : "text-muted")}
        panelClassName="max-h-[70dvh] overflow-y-auto inset-x-2 bottom-[calc(4rem+env(safe-area-inset-bottom))] p-2 max-md:fixed"
      >
        {more.map(({ label, to, icon: Icon }) => (
          <NavLink
            key={to}
            to={to}
            className={({ isActive }) =>
              cx("flex h-11 items-center gap-3 rounded px-3 text-sm font-medium", isActive ? "text-accent" : "text-ink")
            }
          >
            <Icon size={19} strokeWidth={1.9} aria-hidden />
            {label}
          </NavLink>
        ))}
      </PopMenu>
    </nav>
  );
}
