import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { api } from "../session/api";
import type { TraceDetail } from "../session/contract";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { clockTime, delay, exactTime } from "../ui/format";
import { delayPixels, wayOf } from "./way";
import { resubmitWords } from "./words";

export function TraceDetails({ id, timeZone }: { id: string; timeZone: string }) {
  const { clinic } = useSignedIn();
  const { data, error } = useQuery({
    queryKey: ["trace-detail", clinic, id],
    queryFn: ({ signal }) => api.traceDetail(clinic, id, signal),
    retry: retryUnreachable,
  });
  if (error) return <p className="notice">{t`The details could not be read: ${error.message}`}</p>;
  if (!data) return <p className="note">{t`Reading the details.`}</p>;
  return (
    <div className="trace-details">
      <WaySteps detail={data} timeZone={timeZone} />
      <Facts detail={data} timeZone={timeZone} />
      {data.values.length > 0 && <Values detail={data} timeZone={timeZone} />}
      {data.payload && <Payload payload={data.payload} />}
    </div>
  );
}

function WaySteps({ detail, timeZone }: { detail: TraceDetail; timeZone: string }) {
  return (
    <section>
      <h2>{t`On its way`}</h2>
      <ol className="way-steps">
        {wayOf(detail.row).map((step) => (
          <li key={step.name}>
            <b>{step.name}</b>
            <span className="fig">{step.at === null ? t`not known` : exactTime(step.at, timeZone)}</span>
            {step.name !== "Device" && (
              <span className="way-delay">
                <i
                  aria-hidden="true"
                  className={step.delayMs === null ? "to-unknown" : `to-${step.name.toLowerCase()}`}
                  style={{ width: step.delayMs === null ? 18 : delayPixels(step.delayMs) }}
                />
                {step.delayMs === null ? t`delay not known` : t`after ${delay(step.delayMs)}`}
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Only what there is something to say about. */
function Facts({ detail, timeZone }: { detail: TraceDetail; timeZone: string }) {
  const { row, pump, status, alerts } = detail;
  const behind = detail.clockBehindSeconds;
  const facts: [string, string | null][] = [
    [
      t`Charted at`,
      row.chartedAtReceipt && row.chartedAt
        ? t`${exactTime(row.chartedAt, timeZone)}, its receipt`
        : row.chartedAt && exactTime(row.chartedAt, timeZone),
    ],
    [
      t`Device clock`,
      behind === null || row.chartedAtReceipt
        ? null
        : behind < 0
          ? t`${delay(-behind * 1000)} ahead, corrected`
          : t`${delay(behind * 1000)} behind, corrected`,
    ],
    [t`Boot and number`, row.boot === null ? null : `${row.boot}${row.seq === null ? "" : `, ${row.seq}`}`],
    [t`Why refused`, detail.detail],
    [t`Sent again`, row.resubmission && sentAgain(row.resubmission, timeZone)],
    [t`Not sent again`, detail.resubmitRefused],
    [t`Keys nobody knows`, row.unknownKeys.length > 0 ? row.unknownKeys.join(", ") : null],
    [t`Pump`, pump && [pump.status, pump.mode, pump.drug].filter((part) => part && part !== "unknown").join(", ")],
    [t`Device alarms`, alerts.length > 0 ? alerts.map((alert) => alert.text ?? alert.code).join(", ") : null],
    [
      t`Says of itself`,
      status && [status.online ? t`online` : t`offline`, status.kind, status.model].filter(Boolean).join(", "),
    ],
  ];
  return (
    <section>
      <h2>{t`What became of it`}</h2>
      <dl>
        {facts.map(
          ([name, text]) =>
            text && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}

const sentAgain = ({ at, by, outcome, detail }: NonNullable<TraceDetail["row"]["resubmission"]>, timeZone: string) =>
  t`${clockTime(at, timeZone, true)} by ${by}. ${resubmitWords[outcome] ?? outcome}${detail ? ` ${detail}` : ""}`;

function Values({ detail, timeZone }: { detail: TraceDetail; timeZone: string }) {
  return (
    <section>
      <h2>{t`What it says`}</h2>
      <ul className="trace-values">
        {detail.values.map((value) => (
          <li key={value.key} title={value.key}>
            <span>{value.label}</span>
            <b className="fig">{value.value === null ? t`no value` : `${value.value} ${value.unit}`}</b>
            {value.quality === "questionable" && <span className="tag">{t`questionable`}</span>}
            {value.measuredAt && <small>{t`measured ${exactTime(value.measuredAt, timeZone)}`}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Payload({ payload }: { payload: NonNullable<TraceDetail["payload"]> }) {
  return (
    <section className="trace-payload">
      <h2>{t`As it came`}</h2>
      <p className="note">
        <Trans>
          {payload.topic} · {payload.bytes} bytes{payload.text === null && t` that do not print; the first of them:`}
        </Trans>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0}>{payload.text ?? payload.hex}</pre>
    </section>
  );
}
