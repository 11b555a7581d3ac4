import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { News2View } from "../live/contract";
import { useClock, useLive } from "../live/LiveContext";
import { Subscripts } from "../ui/Subscripts";

/** A score for people, blanked when what it was computed from is old. */
export function News2({ news2 }: { news2: News2View | null }) {
  const cut = useLive((state) => state.link === "cut");
  const stale = useClock((nowMs) => news2?.staleAt != null && nowMs >= Date.parse(news2.staleAt));
  if (!news2) return null;
  return (
    <section className="panel" aria-labelledby="news2-title">
      <h2 id="news2-title">{t`NEWS2`}</h2>
      <p className="panel-lead">{cut || stale ? t`Not current: values have gone stale` : words(news2)}</p>
      <p className="note">
        {t`A score to chart. It drives nothing here: no alarm, no pump. Dissociation scores 3 as new confusion, and a systolic pressure of 219 scores 0.`}
      </p>
    </section>
  );
}

function words({ total, atLeast, hasRed, missing }: News2View) {
  const red = hasRed ? t`, one part scores 3` : "";
  if (total !== null) {
    return (
      <>
        <b className="fig">{total}</b>
        {red}
      </>
    );
  }
  return (
    <Trans>
      Incomplete: <b className="fig">{atLeast}</b> or more{red}. Not known: <Subscripts text={missing.join(", ")} />
    </Trans>
  );
}
