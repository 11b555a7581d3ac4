import { t } from "@lingui/core/macro";
import "../../charts/page/chart.css";
import "../../handover/handover.css";
import "./shift.css";
import { useLive } from "../../live/LiveContext";
import { Page } from "../../ui/Page";
import { Period, type WallPeriod, wallClock } from "../../ui/Period";
import { PrintButton } from "../../ui/PrintButton";
import { Reading } from "../../ui/Reading";
import { usePeriodReport } from "../usePeriodReport";
import type { ShiftReport } from "./contract";
import { ShiftPaper } from "./ShiftPaper";

/** From the last 7, 15 or 23 o'clock, when shifts commonly change, to now. */
export function currentShift(nowMs: number, timeZone: string): WallPeriod {
  const now = wallClock(nowMs, timeZone);
  const hour = Number(now.slice(11, 13));
  const begins = [23, 15, 7].find((each) => hour >= each);
  const from =
    begins === undefined
      ? `${wallClock(nowMs - 86_400_000, timeZone).slice(0, 10)}T23:00`
      : `${now.slice(0, 10)}T${String(begins).padStart(2, "0")}:00`;
  return { from, to: wallClock(nowMs + 60_000, timeZone) };
}

/** What one shift hands to the next, on the screen and on paper. */
export default function ShiftReportPage() {
  const facts = useLive((state) => state.clinic);
  return (
    <Page title={t`Report of the shift`} tab={t`Shift`} className="charts shift">
      {facts ? <Report timeZone={facts.timeZone} /> : <p className="notice">{t`Waiting for the clinic.`}</p>}
    </Page>
  );
}

function Report({ timeZone }: { timeZone: string }) {
  const { period, setPeriod, query } = usePeriodReport<ShiftReport>("shift", timeZone, currentShift);
  return (
    <>
      <form
        className="chart-tools sheet-tools"
        aria-label={t`Which shift`}
        onSubmit={(event) => event.preventDefault()}
      >
        <Period period={period} change={setPeriod} timeZone={timeZone} />
        <button type="button" className="btn" onClick={() => void query.refetch()}>
          {t`Make it again`}
        </button>
        <PrintButton />
      </form>
      <Reading query={query} what={t`The report of the shift`} />
      {query.data && <ShiftPaper report={query.data} isOld={query.isPlaceholderData || query.error !== null} />}
    </>
  );
}
