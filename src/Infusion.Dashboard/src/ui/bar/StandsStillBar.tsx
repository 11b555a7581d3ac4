import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useIsCut, useLive } from "../../live/LiveContext";
import { Icon } from "../Icon";

/** Says across the whole screen that the store takes nothing of this clinic. After a cut nobody knows. */
export function StandsStillBar() {
  const because = useLive((state) => state.standsStillBecause);
  const cut = useIsCut();
  if (because === null || cut) return null;
  return (
    <section className="stopbar is-high" aria-label={t`Charting stands still`}>
      <p className="vh" role="alert">
        {t`Charting stands still: ${because}. Values are live; nothing is being charted. Chart on paper.`}
      </p>
      <Icon name="unsaved" />
      <p className="cb-1">{t`Charting stands still: ${because}.`}</p>
      <p className="cb-2">
        <Trans>
          <b>Values are live; nothing is being charted.</b> Chart on paper, and call who looks after the server.
        </Trans>
      </p>
    </section>
  );
}
