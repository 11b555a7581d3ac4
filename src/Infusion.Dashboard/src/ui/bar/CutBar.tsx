import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useAttempt, useClock, useLive } from "../../live/LiveContext";
import { usePauses } from "../../sound/AlarmSound";
import { PauseButton } from "../../sound/PauseButton";
import { cutSound } from "../../sound/pauses";
import { usePause } from "../../sound/usePause";
import { span } from "../format";
import { Icon } from "../Icon";

/** Says across the whole screen that nothing on it is current. */
export function CutBar() {
  const link = useLive((state) => state.link);
  const lastHeardAt = useLive((state) => state.lastHeardAt);
  const { attempt, tryNow } = useAttempt();
  const lostFor = useClock((nowMs) => (lastHeardAt ? span(nowMs - Date.parse(lastHeardAt)) : ""));
  const waitS = useClock(() =>
    attempt?.nextAtMs ? Math.max(0, Math.ceil((attempt.nextAtMs - Date.now()) / 1000)) : 0,
  );
  if (link !== "cut" && !(link === "connecting" && attempt && attempt.number > 1)) return null;
  return (
    <section className="cutbar" aria-label={t`No connection`}>
      <p className="vh" role="alert">
        {t`Connection lost. Nothing on this screen is current. Watch the chairs and the bedside monitors.`}
      </p>
      <Icon name="cut" />
      <p className="cb-1">
        {lastHeardAt ? (
          <Trans>
            Connection lost for <span className="fig">{lostFor}</span>
          </Trans>
        ) : (
          t`No connection to the server`
        )}
      </p>
      <p className="cb-2">
        <Trans>
          Nothing on this screen is current. <b>Watch the chairs and the bedside monitors.</b>
        </Trans>{" "}
        {attempt &&
          (waitS > 0
            ? t`Trying again in ${waitS} s, attempt ${attempt.number + 1}.`
            : t`Trying, attempt ${attempt.number}.`)}
      </p>
      {link === "cut" && <PauseCutSound />}
      <button type="button" className="btn btn--act" onClick={tryNow}>
        {t`Try now`}
      </button>
    </section>
  );
}

function PauseCutSound() {
  const { pauseCut } = usePause();
  const made = usePauses();
  return <PauseButton leftMs={(nowMs) => (made.get(cutSound)?.untilMs ?? 0) - nowMs} pause={pauseCut} />;
}
