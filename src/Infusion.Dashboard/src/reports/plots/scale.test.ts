import { expect, it } from "vitest";
import { scaleOf } from "./scale";

it.each([
  [0, 1, [0, 1]],
  [0.7, 0.8, [0, 0.2, 0.4, 0.6, 0.8]],
  [4, 4, [0, 1, 2, 3, 4]],
  [7.2, 8, [0, 2, 4, 6, 8]],
  [10, 10, [0, 2, 4, 6, 8, 10]],
  [101, 150, [0, 50, 100, 150]],
  [Number.NaN, 1, [0, 1]],
])("an axis up to %f ends at %f in round steps", (highest, most, steps) => {
  expect(scaleOf(highest)).toEqual({ most, steps });
});
