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
  if (error) return <p className="notice">The details could not be read: {error.message}</p>;
  if (!data) return <p className="note">Reading the details.</p>;
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
      <h2>On its way</h2>
      <ol className="way-steps">
        {wayOf(detail.row).map((step) => (
          <li key={step.name}>
            <b>{step.name}</b>
            <span className="fig">{step.at === null ? "not known" : exactTime(step.at, timeZone)}</span>
            {step.name !== "Device" && (
              <span className="way-delay">
                <i
                  aria-hidden="true"
                  className={step.delayMs === null ? "to-unknown" : `to-${step.name.toLowerCase()}`}
                  style={{ width: step.delayMs === null ? 18 : delayPixels(step.delayMs) }}
                />
                {step.delayMs === null ? "delay not known" : `after ${delay(step.delayMs)}`}
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
      "Charted at",
      row.chartedAt && `${exactTime(row.chartedAt, timeZone)}${row.chartedAtReceipt ? ", its receipt" : ""}`,
    ],
    [
      "Device clock",
      behind === null || row.chartedAtReceipt
        ? null
        : `${delay(Math.abs(behind) * 1000)} ${behind < 0 ? "ahead" : "behind"}, corrected`,
    ],
    ["Boot and number", row.boot === null ? null : `${row.boot}${row.seq === null ? "" : `, ${row.seq}`}`],
    ["Why refused", detail.detail],
    ["Sent again", row.resubmission && sentAgain(row.resubmission, timeZone)],
    ["Not sent again", detail.resubmitRefused],
    ["Keys nobody knows", row.unknownKeys.length > 0 ? row.unknownKeys.join(", ") : null],
    ["Pump", pump && [pump.status, pump.mode, pump.drug].filter((part) => part && part !== "unknown").join(", ")],
    ["Device alarms", alerts.length > 0 ? alerts.map((alert) => alert.text ?? alert.code).join(", ") : null],
    [
      "Says of itself",
      status && [status.online ? "online" : "offline", status.kind, status.model].filter(Boolean).join(", "),
    ],
  ];
  return (
    <section>
      <h2>What became of it</h2>
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
  `${clockTime(at, timeZone, true)} by ${by}. ${resubmitWords[outcome] ?? outcome}${detail ? ` ${detail}` : ""}`;

function Values({ detail, timeZone }: { detail: TraceDetail; timeZone: string }) {
  return (
    <section>
      <h2>What it says</h2>
      <ul className="trace-values">
        {detail.values.map((value) => (
          <li key={value.key} title={value.key}>
            <span>{value.label}</span>
            <b className="fig">{value.value === null ? "no value" : `${value.value} ${value.unit}`}</b>
            {value.quality === "questionable" && <span className="tag">questionable</span>}
            {value.measuredAt && <small>measured {exactTime(value.measuredAt, timeZone)}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Payload({ payload }: { payload: NonNullable<TraceDetail["payload"]> }) {
  return (
    <section className="trace-payload">
      <h2>As it came</h2>
      <p className="note">
        {payload.topic} · {payload.bytes} bytes{payload.text === null && " that do not print; the first of them:"}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0}>{payload.text ?? payload.hex}</pre>
    </section>
  );
}
