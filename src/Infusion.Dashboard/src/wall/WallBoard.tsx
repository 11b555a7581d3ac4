import { t } from "@lingui/core/macro";
import "../board/board.css";
import "./wall.css";
import { useQuery } from "@tanstack/react-query";
import { type CSSProperties, useEffect, useMemo, useRef, useState } from "react";
import { AlarmTally } from "../board/AlarmTally";
import { useLive } from "../live/LiveContext";
import { ChartingState } from "../ui/bar/ChartingState";
import { Clock } from "../ui/bar/Clock";
import { LinkState } from "../ui/bar/LinkState";
import { RecordLine } from "../ui/bar/RecordLine";
import { StandsStillBar } from "../ui/bar/StandsStillBar";
import { BrandMark } from "../ui/Icon";
import { wall } from "./api";
import type { WallDisplay } from "./contract";
import { useNewPages } from "./newPages";
import { WallAlarms } from "./WallAlarms";
import { WallCut } from "./WallCut";
import { WallTile } from "./WallTile";
import { wallGrid } from "./wallGrid";

const noInitials: Record<string, string> = {};

/** From so many on, what alarms say above the chairs is brief: the chairs need the room. */
const manyChairs = 20;

/** Every chair on one screen, each always in its place, and no button. */
export function WallBoard({ display }: { display: WallDisplay }) {
  useNewPages();
  const clinic = useLive((state) => state.clinic);
  const chairs = useLive((state) => state.chairs);
  const chairOrder = useLive((state) => state.chairOrder);
  const [used, free] = useMemo(() => {
    const isUsed = (chair: string) => Boolean(chairs[chair]?.session) || (chairs[chair]?.alarms.length ?? 0) > 0;
    return [chairOrder.filter(isUsed), chairOrder.filter((chair) => !isUsed(chair))];
  }, [chairs, chairOrder]);
  const sessions = used.map((chair) => chairs[chair]?.session?.id ?? "").join();
  const { data: initials = noInitials } = useQuery({
    queryKey: ["wall-initials", display.clinic, sessions],
    queryFn: ({ signal }) => wall.initials(signal),
    retry: true,
    // Whether they are shown at all is the clinic's choice, which may change.
    refetchInterval: 60_000,
  });
  const { frame, columns, isDense } = useGrid(used.length);

  return (
    <div className="page wall">
      <header className="head-of-page">
        <div className="bar">
          <div className="brand">
            <BrandMark />
            <h1>
              <b>{clinic?.name ?? "Infusion"}</b>
              <span>{t`${display.name} · ${chairOrder.length} chairs`}</span>
            </h1>
          </div>
          <AlarmTally />
          <LinkState />
          <ChartingState />
          <Clock />
        </div>
        <RecordLine />
        <WallCut />
        <StandsStillBar />
      </header>
      <main className="wall-main">
        <WallAlarms isBrief={chairOrder.length > manyChairs} />
        {!clinic && <p className="board-waiting">{t`Waiting for the first values of the chairs.`}</p>}
        <div
          className={`wall-grid${isDense ? " is-dense" : ""}`}
          ref={frame}
          style={{ "--columns": columns } as CSSProperties}
        >
          {used.map((chair) => (
            <WallTile key={chair} chair={chair} initials={initials[chairs[chair]?.session?.id ?? ""] ?? null} />
          ))}
        </div>
        {isDense && <p className="wall-free">{t`At each chair, from the left: HR, SpO2, NIBP, RR, EtCO2`}</p>}
        {free.length > 0 && <p className="wall-free">{t`Free: ${free.join(", ")}`}</p>}
      </main>
    </div>
  );
}

/** By the room there is now: alarms above the chairs take some of it. */
function useGrid(count: number) {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 1920, height: 900 });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: Math.max(1, element.clientHeight) });
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    measure();
    return () => watch.disconnect();
  }, []);
  return { frame, ...wallGrid(count, size.width, size.height) };
}
