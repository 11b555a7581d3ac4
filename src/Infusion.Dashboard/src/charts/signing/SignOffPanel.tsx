import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "../charts.css";
import { useTimeZone } from "../../live/LiveContext";
import { useSignedIn } from "../../session/SessionContext";
import { DayTime } from "../../ui/ClockTime";
import type { SignOff } from "../contract";
import { useChartCommand, useSignOff } from "../queries";
import { changeWords, dayTime, meaningWords, standingWords } from "../words";
import { Entries } from "./Entries";
import { ObligationList } from "./ObligationList";
import { SignForm } from "./SignForm";
import { Versions } from "./Versions";

/** What a chart owes, who signed it, and what came since. The server decides; this is how it stands. */
export function SignOffPanel({ session }: { session: string }) {
  const { data: signOff, error } = useSignOff(session);
  return (
    <section className="sign-panel" aria-labelledby="sign-off-title">
      <h2 id="sign-off-title">{t`Sign-off`}</h2>
      {signOff ? (
        <Stands signOff={signOff} />
      ) : (
        <p role={error ? "alert" : "status"}>
          {error ? t`The sign-off cannot be read: ${error.message}` : t`Reading the sign-off.`}
        </p>
      )}
    </section>
  );
}

function Stands({ signOff }: { signOff: SignOff }) {
  const timeZone = useTimeZone();
  return (
    <>
      <p role="status" className="charts-standing">
        {standingWords[signOff.standing]}
        {signOff.lockedAt !== null && t` by ${signOff.lockedBy ?? "–"}, ${dayTime(signOff.lockedAt, timeZone)}`}
      </p>
      {signOff.forMe !== null && <Told signOff={signOff} version={signOff.forMe} />}
      {signOff.signatures.length > 0 && (
        <ul aria-label={t`Signatures`}>
          {signOff.signatures.map((each) => (
            <li key={`${each.by}-${each.meaning}-${each.version}`}>
              <Trans>
                <b>{each.name}</b>, {meaningWords[each.meaning].is.toLowerCase()}, <DayTime at={each.at} seconds />,
                version {each.version}
                {!each.isCurrent && t`, on an earlier version than the chart is now`}
              </Trans>
            </li>
          ))}
        </ul>
      )}
      <ObligationList signOff={signOff} timeZone={timeZone} />
      <SignForm signOff={signOff} />
      <Entries signOff={signOff} timeZone={timeZone} />
      <Versions signOff={signOff} timeZone={timeZone} />
    </>
  );
}

/** Whoever signed is told what came, and either signs again or leaves it at that. */
function Told({ signOff, version }: { signOff: SignOff; version: number }) {
  const { me } = useSignedIn();
  const seen = useChartCommand<{ version: number }>(signOff.session, "seen");
  const newest = signOff.versions.at(-1);
  return (
    <div className="notice" role="alert">
      <p>
        <Trans>
          Changed since you signed, {me.displayName}
          {newest && `: ${changeWords(newest.changes)}`}. What changed is under Versions. Sign again, or leave it at
          that.
        </Trans>
      </p>
      <button type="button" className="btn" disabled={seen.isPending} onClick={() => seen.mutate({ version })}>
        {t`I have seen it`}
      </button>
      {seen.error && <p role="alert">{seen.error.message}</p>}
    </div>
  );
}
