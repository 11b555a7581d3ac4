import { t } from "@lingui/core/macro";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Priority } from "../live/alarmContract";
import type { ChartEvent } from "../session/contract";
import { ClockTime } from "../ui/ClockTime";
import { clockTime } from "../ui/format";
import { PriorityMark } from "../ui/Icon";
import { Subscripts } from "../ui/Subscripts";
import { priorityWords } from "../ui/words";
import { type Axis, placeOn } from "./axis";
import { alarmsIn, doingsIn, isTurning, type Mark, marksOn } from "./marks";

const targetPx = 44;

interface Props {
  events: readonly ChartEvent[];
  axis: Axis;
  timeZone: string;
}

/** Alarms and what was done, on the axis of the tracks below. A press tells what it was. */
export function MarkRows({ events, axis, timeZone }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(600);
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setWidthPx(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const most = Math.max(1, Math.floor(widthPx / targetPx));
  const rows = useMemo(
    () => [
      { name: t`Alarms`, marks: marksOn(alarmsIn(events), axis, most) },
      { name: t`Events`, marks: marksOn(doingsIn(events), axis, most) },
    ],
    [events, axis, most],
  );
  const told = rows.flatMap(({ marks }) => marks).find((mark) => mark.events[0]?.id === chosen);
  return (
    <>
      {rows.map(({ name, marks }, i) => (
        <div key={name} className="mark-row">
          <h2>{name}</h2>
          <div className="marks" ref={i === 0 ? frame : undefined}>
            {marks.map((mark) => (
              <MarkButton
                key={mark.events[0]?.id}
                mark={mark}
                timeZone={timeZone}
                isChosen={mark === told}
                choose={() => setChosen(mark === told ? null : (mark.events[0]?.id ?? null))}
              />
            ))}
          </div>
        </div>
      ))}
      {told && (
        <ol className="told marks-told" aria-label={t`What was there`}>
          {told.events.map((event) => (
            <li key={event.id}>
              <b>
                <ClockTime at={event.at} seconds />
              </b>{" "}
              <span>
                <Subscripts text={event.text} /> {event.by && <span className="note">{event.by}</span>}
              </span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

const order: Priority[] = ["high", "medium", "low"];

interface MarkButtonProps {
  mark: Mark;
  timeZone: string;
  isChosen: boolean;
  choose: () => void;
}

function MarkButton({ mark: { place, events }, timeZone, isChosen, choose }: MarkButtonProps) {
  const worst = order.find((priority) => events.some((event) => event.priority === priority));
  const [first] = events;
  if (!first) return null;
  const words = `${worst ? t`${priorityWords[worst]} priority: ` : ""}${first.text}`;
  return (
    <button
      type="button"
      className="time-mark"
      style={{ left: `${place * 100}%` }}
      aria-expanded={isChosen}
      aria-label={`${clockTime(first.at, timeZone)} ${words}${events.length > 1 ? t`, ${events.length} in all` : ""}`}
      title={words}
      onClick={choose}
    >
      {worst ? (
        <span className={`event-mark event-${worst}`}>
          <PriorityMark priority={worst} />
        </span>
      ) : (
        <i className={events.some(isTurning) ? "is-turning" : undefined} />
      )}
      {events.length > 1 && <small>{events.length}</small>}
    </button>
  );
}

interface LinesProps extends Props {
  pointedMs: number | null;
}

/** Through all tracks: where the infusion began, paused, went on and stopped, and what is pointed at. */
export function TimeLines({ events, axis, pointedMs }: Omit<LinesProps, "timeZone">) {
  const at = (ms: number) => {
    const place = placeOn(axis, ms);
    return place >= 0 && place <= 1 ? { left: `${place * 100}%` } : null;
  };
  const pointed = pointedMs === null ? null : at(pointedMs);
  return (
    <div className="time-plot" aria-hidden="true">
      {events.filter(isTurning).map((event) => {
        const style = at(Date.parse(event.at));
        return style && <i key={event.id} className="line-turning" style={style} />;
      })}
      {pointed && <i className="line-pointed" style={pointed} />}
    </div>
  );
}
