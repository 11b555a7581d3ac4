import type { ReactNode } from "react";

/** A table that scrolls in itself where it is wider than the screen, by keyboard too. */
export const Wide = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/useSemanticElements: nothing is filled in as one
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by keyboard
  <div className="lib-scroll" role="group" tabIndex={0} aria-label={label}>
    {children}
  </div>
);
