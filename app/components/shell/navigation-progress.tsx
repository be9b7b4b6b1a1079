import { useNavigation } from "@remix-run/react";

/** A thin line while a page is on its way; fast ones never show it. */
export function NavigationProgress() {
  const { state } = useNavigation();
  if (state === "idle") return null;
  return (
    <div aria-hidden className="fixed inset-x-0 top-0 z-50 h-0.5 overflow-hidden">
      <div className="pulse h-full w-full bg-accent [animation-delay:150ms]" />
    </div>
  );
}
