import { t } from "@lingui/core/macro";
import type { Priority } from "../live/alarmContract";

/** One stroke, 24 by 24, no hue of its own. */
const paths = {
  check: "M4 12.5 9.5 18 20 6.5",
  question: t`M21.5 12a9.5 9.5 0 1 1-19 0 9.5 9.5 0 0 1 19 0zM9.3 9.3c0-3.6 5.4-3.6 5.4 0 0 2.2-2.7 2.2-2.7 4.3M12 17.2v.1`,
  order: "M8 4v16M3.5 15.5 8 20l4.5-4.5M16 20V4M11.5 8.5 16 4l4.5 4.5",
  live: "M2 12h4l2.5-7 5 14 2.5-7h6",
  cut: "M2 12h4l2-5M16 17l1.5-5H22M10 9l5 6M15 9l-5 6",
  charted: t`M5 3h14v18l-7-4-7 4zM8.5 9.5l2.5 2.5 4.5-4.5`,
  gap: "M2 12h5M17 12h5M9.5 8v8M14.5 8v8",
  unsaved: t`M5 3h14v18l-7-4-7 4zM9 7v5M15 7v5`,
  sound: t`M3 9v6h4l6 5V4L7 9zM16.5 8.5a5 5 0 0 1 0 7M19 5.5a9 9 0 0 1 0 13`,
  soundOff: t`M3 9v6h4l6 5V4L7 9zM16.5 9l5 6M21.5 9l-5 6`,
  soundPaused: t`M3 9v6h4l6 5V4L7 9zM17.5 8v8M21.5 8v8`,
  monitor: t`M2.5 4h19v13h-19zM8 21h8M5.5 11h3l2-3.5 3 6 1.5-2.5h3.5`,
  pump: t`M6 3h12v18H6zM9 7h6M9 16h.1M12 16h.1M15 16h.1`,
  forward: "m9 5 7 7-7 7",
  back: "m15 5-7 7 7 7",
  up: "M12 21V4M5 11l7-7 7 7",
  upSlow: "M5 19 19 5M9 5h10v10",
  level: "M3 12h17M14 6l6 6-6 6",
  downSlow: "M5 5l14 14M9 19h10V9",
  down: "M12 3v17M5 13l7 7 7-7",
  clock: t`M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 7v5l3.5 2`,
  bed: "M3 18v-11M3 14h18v4M21 14v-2a3 3 0 0 0-3-3h-7v5M7 11h.1",
  pause: "M8 5v14M16 5v14",
  drop: "M12 2.5s6.5 7.2 6.5 12a6.5 6.5 0 0 1-13 0c0-4.8 6.5-12 6.5-12z",
  emergency: "M12 2.5v19M3.8 7.3l16.4 9.4M20.2 7.3 3.8 16.7",
  close: "M5 5l14 14M19 5 5 19",
  contrast: t`M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 3v18M12 8h7.5M12 12h9M12 16h7.5`,
} as const;

export type IconName = keyof typeof paths;

export const Icon = ({ name, filled = false }: { name: IconName; filled?: boolean }) => (
  <svg
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinecap="square"
    aria-hidden="true"
    className="icon"
  >
    <path d={paths[name]} fill={filled ? "currentColor" : "none"} />
  </svg>
);

export const BrandMark = () => (
  <svg viewBox="0 0 22 34" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
    <path d="M11 0v5M4 6h14v15a7 7 0 0 1-14 0zM11 28v6" />
    <path d="M5 18h12v3a6 6 0 0 1-12 0z" fill="currentColor" stroke="none" />
    <circle cx="11" cy="12" r="2" fill="currentColor" stroke="none" />
  </svg>
);

/** Silhouette and count of strokes say the priority without its colour. */
export const PriorityMark = ({ priority }: { priority: Priority }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true" className={`pm pm-${priority}`}>
    {priority === "high" && (
      <>
        <path d="M12 1 24 23H0z" fill="currentColor" />
        <path className="pm-cut" d="M7.6 13.5v4M12 10v7.5M16.4 13.5v4M7.6 20.2v.2M12 20.2v.2M16.4 20.2v.2" />
      </>
    )}
    {priority === "medium" && (
      <>
        <path d="M12 0 24 12 12 24 0 12z" fill="currentColor" />
        <path className="pm-cut" d="M9.4 7.4v6M14.6 7.4v6M9.4 16.7v.2M14.6 16.7v.2" />
      </>
    )}
    {priority === "low" && (
      <>
        <circle cx="12" cy="12" r="11.5" fill="currentColor" />
        <path className="pm-cut" d="M12 6v7.5M12 17.4v.2" />
      </>
    )}
  </svg>
);
