import { t } from "@lingui/core/macro";
import { useClock } from "../live/LiveContext";
import { span } from "../ui/format";
import { Icon } from "../ui/Icon";

interface Props {
  /** Milliseconds for which the sound is still paused at that time of the server; 0 or less: it is not. */
  leftMs: (nowMs: number) => number;
  pause: () => void;
  /** The key that presses it. */
  shortcut?: string;
}

/** Pauses a sound for two minutes, and says how much is left of them. */
export function PauseButton({ leftMs, pause, shortcut }: Props) {
  const left = useClock((nowMs) => (leftMs(nowMs) > 0 ? span(leftMs(nowMs)) : null));
  return (
    <button
      type="button"
      className="btn btn--tall"
      aria-pressed={left !== null}
      aria-keyshortcuts={shortcut}
      onClick={pause}
    >
      <Icon name="soundPaused" />
      {left === null ? t`Pause sound 2 min` : t`Sound paused ${left}`}
    </button>
  );
}
