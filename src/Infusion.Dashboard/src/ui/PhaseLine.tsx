import { t } from "@lingui/core/macro";
import type { SessionView } from "../live/contract";
import { useClock, useIsCut, useTimeZone } from "../live/LiveContext";
import { clockTime, span } from "./format";
import { Icon } from "./Icon";
import { phaseIcons, phaseWords } from "./words";

type Phased = Pick<SessionView, "phase" | "phaseSince" | "startedAt">;

export function PhaseLine({ session }: { session: Phased }) {
  const cut = useIsCut();
  const timeZone = useTimeZone();
  const since = (session.phase === "infusing" ? session.startedAt : null) ?? session.phaseSince;
  const text = useClock((nowMs) =>
    cut ? t`since ${clockTime(since, timeZone)}` : span(Math.max(0, nowMs - Date.parse(since))),
  );
  return (
    <p className="phase">
      <Icon name={phaseIcons[session.phase]} filled={session.phase === "infusing"} />
      <b>{phaseWords[session.phase]}</b>
      <span>{text}</span>
    </p>
  );
}
