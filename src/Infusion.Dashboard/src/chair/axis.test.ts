import { describe, expect, it } from "vitest";
import { at, atMs, later, session } from "../testing/fixtures";
import { axisOf, type Course, fetchedFor, leastSpanMs, moved, placeOn, type Zoom, zoomed } from "./axis";

const minute = 60_000;
/** Began half an hour ago, ends in ten minutes. */
const course: Course = session({ startedAt: later(-1800), expectedEndAt: later(600) });
const half: Zoom = { spanMs: 30 * minute, endMs: null };
const whole: Zoom = { spanMs: null, endMs: null };

describe("the time axis", () => {
  it("goes with now, with what was in full and room for what is ahead", () => {
    expect(axisOf(half, course, atMs)).toEqual({ fromMs: atMs - 30 * minute, toMs: atMs + 7.5 * minute });
    expect(axisOf({ spanMs: 2 * minute, endMs: null }, course, atMs).fromMs).toBe(atMs - 2 * minute);
    expect(axisOf(half, course, atMs + 5000).toMs).toBe(atMs + 7.5 * minute + 5000);
  });

  it("holds the whole session, from before its start to after its expected end", () => {
    const { fromMs, toMs } = axisOf(whole, course, atMs);
    expect(fromMs).toBe(atMs - 45 * minute);
    expect(toMs).toBe(atMs + 20 * minute);
    expect(axisOf(whole, session({ startedAt: null, phaseSince: at, expectedEndAt: null }), atMs).fromMs).toBe(
      atMs - 10 * minute,
    );
  });

  it("keeps what is pointed at in its place while it comes closer", () => {
    const around = atMs - 20 * minute;
    const before = placeOn(axisOf(half, course, atMs), around);
    const closer = zoomed(half, 0.5, around, course, atMs);
    expect(closer.spanMs).toBe(15 * minute);
    expect(placeOn(axisOf(closer, course, atMs), around)).toBeCloseTo(before, 6);
    expect(zoomed(closer, 2, around, course, atMs)).toEqual(half);
  });

  it("keeps now in sight where nothing is pointed at, comes no closer than two minutes, and is the session beyond its length", () => {
    expect(zoomed(half, 0.5, null, course, atMs)).toEqual({ spanMs: 15 * minute, endMs: null });
    let zoom = half;
    for (let i = 0; i < 20; i++) zoom = zoomed(zoom, 0.5, null, course, atMs);
    expect(zoom).toEqual({ spanMs: leastSpanMs, endMs: null });
    for (let i = 0; i < 20; i++) zoom = zoomed(zoom, 2, null, course, atMs);
    expect(zoom).toEqual(whole);
    expect(zoomed(whole, 0.5, null, course, atMs)).toEqual({ spanMs: 22.5 * minute, endMs: null });
  });

  it("moves back no farther than the session and forward until it goes with now again", () => {
    const ten: Zoom = { spanMs: 10 * minute, endMs: null };
    const back = moved(ten, -20 * minute, course, atMs);
    expect(axisOf(back, course, atMs)).toEqual({ fromMs: atMs - 30 * minute, toMs: atMs - 17.5 * minute });
    // It stays there while time goes on.
    expect(axisOf(back, course, atMs + minute)).toEqual(axisOf(back, course, atMs));
    expect(axisOf(moved(back, -600 * minute, course, atMs), course, atMs).fromMs).toBe(atMs - 45 * minute);
    expect(moved(back, 60 * minute, course, atMs)).toEqual(ten);
    expect(moved(whole, -minute, course, atMs)).toEqual(whole);
  });

  it("asks the server for a stretch that holds the axis, and for the same one while it moves a little", () => {
    for (const zoom of [half, whole, { spanMs: 2 * minute, endMs: atMs - 7 * minute }]) {
      const axis = axisOf(zoom, course, atMs);
      const asked = fetchedFor(axis, course, atMs);
      expect(asked.fromMs).toBeLessThanOrEqual(axis.fromMs);
      expect(asked.toMs).toBeGreaterThanOrEqual(axis.toMs);
    }
    const near = (byMs: number) =>
      fetchedFor(axisOf({ spanMs: 2 * minute, endMs: atMs + byMs }, course, atMs), course, atMs);
    expect(near(-minute * 3)).toEqual(near(-minute * 3 - 1000));
    expect(near(0).toMs - near(0).fromMs).toBeLessThanOrEqual(8 * minute);
  });
});
