import { afterEach, expect, it, vi } from "vitest";
import { startFlashing } from "./flash";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const changes = (attribute: string, seconds: number): number => {
  const root = document.createElement("div");
  const stop = startFlashing(root);
  let count = 0;
  let was = false;
  for (let ms = 0; ms < seconds * 1000; ms++) {
    vi.advanceTimersByTime(1);
    if (root.hasAttribute(attribute) !== was) count++;
    was = root.hasAttribute(attribute);
  }
  stop();
  return count;
};

it("flashes high twice a second and medium six times in ten", () => {
  vi.useFakeTimers();
  expect(changes("data-high-rest", 10)).toBe(40);
  expect(changes("data-medium-rest", 10)).toBe(12);
});

it("stands still for whoever asked for less motion", () => {
  vi.useFakeTimers();
  vi.spyOn(window, "matchMedia").mockReturnValue({ matches: true } as MediaQueryList);
  expect(changes("data-high-rest", 2)).toBe(0);
});
