import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { SessionView } from "../live/contract";
import { useClock } from "../live/LiveContext";
import { axisOf, moved, presets, stepMs, type Zoom, zoomed } from "./axis";

/** The one time axis of a chair's page, the instant that is pointed at, and what changes them. */
export interface TimeView {
  zoom: Zoom;
  axis: { fromMs: number; toMs: number; nowMs: number };
  pointedMs: number | null;
  set: (zoom: Zoom) => void;
  point: (atMs: number | null) => void;
  zoomBy: (factor: number, aroundMs: number | null) => void;
  moveBy: (byMs: number) => void;
}

const first: Zoom = presets[2]?.zoom ?? { spanMs: null, endMs: null };

export function useZoom(session: SessionView): TimeView {
  const [zoom, setZoom] = useState<Zoom>(first);
  const [pointedMs, setPointedMs] = useState<number | null>(null);
  const step = stepMs(zoom);
  const nowMs = useClock((now) => Math.floor(now / step) * step);
  // The expected end trembles with every reading; the axis need not.
  const endMs = session.expectedEndAt && Math.round(Date.parse(session.expectedEndAt) / 30_000) * 30_000;
  const { startedAt, phaseSince } = session;
  const course = useMemo(
    () => ({ startedAt, phaseSince, expectedEndAt: endMs ? new Date(endMs).toISOString() : null }),
    [startedAt, phaseSince, endMs],
  );
  const axis = useMemo(() => ({ ...axisOf(zoom, course, nowMs), nowMs }), [zoom, course, nowMs]);
  const latest = useRef({ course, nowMs });
  latest.current = { course, nowMs };
  const zoomBy = useCallback((factor: number, aroundMs: number | null) => {
    setZoom((now) => zoomed(now, factor, aroundMs, latest.current.course, latest.current.nowMs));
  }, []);
  const moveBy = useCallback((byMs: number) => {
    setZoom((now) => moved(now, byMs, latest.current.course, latest.current.nowMs));
  }, []);
  const point = useCallback((atMs: number | null) => setPointedMs(atMs && Math.round(atMs / 1000) * 1000), []);
  return { zoom, axis, pointedMs, set: setZoom, point, zoomBy, moveBy };
}

const zoomStep = 0.7;
const cursorSteps = 60;

/** Wheel, fingers and keys on the tracks. A wheel without Ctrl scrolls the page until somebody has chosen the tracks. */
export function useGestures(view: TimeView) {
  const region = useRef<HTMLDivElement>(null);
  const latest = useRef(view);
  latest.current = view;

  useEffect(() => {
    const element = region.current;
    if (!element) return;
    const at = (clientX: number): { ms: number; msPerPx: number } | null => {
      const plot = element.querySelector(".time-plot")?.getBoundingClientRect();
      if (!plot || plot.width === 0) return null;
      const { fromMs, toMs } = latest.current.axis;
      const msPerPx = (toMs - fromMs) / plot.width;
      return { ms: fromMs + (clientX - plot.left) * msPerPx, msPerPx };
    };
    const onWheel = (event: WheelEvent) => {
      const isChosen = element.contains(document.activeElement);
      const here = at(event.clientX);
      if (!here || !(event.ctrlKey || isChosen)) return;
      event.preventDefault();
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) latest.current.moveBy(event.deltaX * here.msPerPx);
      else latest.current.zoomBy(Math.exp(Math.sign(event.deltaY) * 0.2), here.ms);
    };

    // Where something is pointed at is measured each time: alarms come and go above the tracks and move them.
    const onPoint = (event: PointerEvent) => {
      const isPlot = (event.target as Element).closest(".p") !== null;
      latest.current.point(isPlot ? (at(event.clientX)?.ms ?? null) : null);
    };
    const onLeave = (event: PointerEvent) => {
      // A finger that is lifted leaves what it pointed at.
      if (event.pointerType === "mouse") latest.current.point(null);
    };
    const fingers = new Map<number, number>();
    const onDown = (event: PointerEvent) => {
      onPoint(event);
      if (event.button !== 0 || (event.target as Element).closest("button, input, a")) return;
      fingers.set(event.pointerId, event.clientX);
      if (fingers.size <= 2) (event.target as Element).setPointerCapture?.(event.pointerId);
    };
    const onMove = (event: PointerEvent) => {
      const before = fingers.get(event.pointerId);
      if (before === undefined) return onPoint(event);
      const here = at(event.clientX);
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      fingers.set(event.pointerId, event.clientX);
      if (!here) return;
      if (other === undefined) {
        if (event.clientX !== before) latest.current.moveBy((before - event.clientX) * here.msPerPx);
        return;
      }
      const [was, is] = [Math.abs(before - other), Math.abs(event.clientX - other)];
      const middle = at((event.clientX + other) / 2);
      if (was > 0 && is > 0 && middle) latest.current.zoomBy(was / is, middle.ms);
    };
    const onUp = (event: PointerEvent) => fingers.delete(event.pointerId);

    element.addEventListener("wheel", onWheel, { passive: false });
    element.addEventListener("pointerdown", onDown);
    element.addEventListener("pointermove", onMove);
    element.addEventListener("pointerup", onUp);
    element.addEventListener("pointercancel", onUp);
    element.addEventListener("pointerleave", onLeave);
    return () => {
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("pointerdown", onDown);
      element.removeEventListener("pointermove", onMove);
      element.removeEventListener("pointerup", onUp);
      element.removeEventListener("pointercancel", onUp);
      element.removeEventListener("pointerleave", onLeave);
    };
  }, []);

  return { region, onKeyDown: (event: React.KeyboardEvent) => onKey(event, latest.current) };
}

function onKey(event: React.KeyboardEvent, view: TimeView): void {
  // What is typed into a field of the tracks is typed there.
  if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest("input")) return;
  const { fromMs, toMs, nowMs } = view.axis;
  const lengthMs = toMs - fromMs;
  const step = (by: 1 | -1) => {
    const next = Math.min(nowMs, Math.max((view.pointedMs ?? nowMs) + by * Math.max(1000, lengthMs / cursorSteps), 0));
    view.point(next);
    if (next < fromMs || next > toMs) view.moveBy((by * lengthMs) / 4);
  };
  const keys: Record<string, () => void> = {
    "+": () => view.zoomBy(zoomStep, view.pointedMs),
    "=": () => view.zoomBy(zoomStep, view.pointedMs),
    "-": () => view.zoomBy(1 / zoomStep, view.pointedMs),
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    PageUp: () => view.moveBy(-lengthMs / 2),
    PageDown: () => view.moveBy(lengthMs / 2),
    Home: () => view.set({ spanMs: null, endMs: null }),
    End: () => view.set({ ...view.zoom, endMs: null }),
    Escape: () => view.point(null),
  };
  const answer = keys[event.key];
  if (!answer) return;
  event.preventDefault();
  answer();
}
