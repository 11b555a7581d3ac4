import { describe, expect, it } from "vitest";
import { at, atMs, chair, later, value } from "../testing/fixtures";
import { valueNear } from "./Readout";
import { fromTrends, joined, joinedMarks, noPoints, record, toColumns } from "./recorder";

describe("trends", () => {
  it("record an instant once, and an invalid value as none", () => {
    const points = noPoints();
    record(points, chair("A1"));
    record(points, chair("A1"));
    record(points, chair("A1", { vitals: { hr: value({ at: later(1), quality: "invalid" }) } }));
    expect(points.lines.hr).toEqual([
      [atMs, 72],
      [atMs + 1000, null],
    ]);
    expect(points.lines.given).toEqual([[Date.parse(at), 10]]);
  });

  it("keep what people measured out of the line of the device, stored and live, once each", () => {
    const points = noPoints();
    record(points, chair("A1", { vitals: { hr: value({ by: "nora", value: 66 }) }, nibp: null }));
    const trends = { vitals: {}, nibp: [], rateMlPerHour: [], givenMg: [], gaps: [], from: at, to: at };
    const stored = fromTrends({
      ...trends,
      byHand: [{ at: atMs, by: "nora", values: { hr: 66, systolic: 130, diastolic: 80 } }],
    });
    expect(points.lines.hr).toEqual([]);
    expect(joinedMarks(stored.byHand, points.byHand)).toEqual({
      hr: [[atMs, 66]],
      nibp: [
        [atMs, 130],
        [atMs, 80],
      ],
    });
  });

  it("join what was stored with what was seen live, without overlap", () => {
    expect(
      joined(
        [[1, 1]],
        [
          [1, 9],
          [2, 2],
        ],
      ),
    ).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it("break the line over silence and over no value", () => {
    const [xs, ys] = toColumns(
      [
        [0, 97],
        [1000, null],
        [2000, 96],
        [90_000, 95],
      ],
      0,
      100_000,
    );
    expect(ys).toEqual([97, null, 96, null, 95]);
    expect(xs).toHaveLength(5);
  });

  it("stretch no reading over silence", () => {
    expect(valueNear([[0, 97]], 10_000)).toBe(97);
    expect(valueNear([[0, 97]], 20_000)).toBeNull();
    expect(valueNear([], 0)).toBeNull();
  });
});
