/** Half periods: high flashes at 2.0 Hz, medium at 0.6 Hz, each half of the time. Low is steady. */
const halfMs = { "data-high-rest": 250, "data-medium-rest": 833 } as const;

/**
 * Beats the time of all flashing, so that all that flashes does so together. Two attributes change a few times a second;
 * nothing is drawn in between. Whoever asked for reduced motion sees the steady first phase.
 */
export function startFlashing(root: HTMLElement): () => void {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const timers = Object.entries(halfMs).map(([attribute, ms]) =>
    setInterval(() => {
      if (still.matches) root.removeAttribute(attribute);
      else root.toggleAttribute(attribute);
    }, ms),
  );
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
