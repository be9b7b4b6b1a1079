import { type ReactNode, useEffect, useRef } from "react";

import { Notice } from "./notice";

interface Props {
  look: "good" | "bad";
  children: ReactNode;
}

/** The answer to what was just done, brought into view where the page is longer than the screen. Give it a new key for each answer. */
export function ShownNotice({ look, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // After the router has put the page where it wants it.
    const frame = requestAnimationFrame(() => place.current?.scrollIntoView({ block: "nearest" }));
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div ref={place} className="scroll-my-16">
      <Notice look={look} live>
        {children}
      </Notice>
    </div>
  );
}
