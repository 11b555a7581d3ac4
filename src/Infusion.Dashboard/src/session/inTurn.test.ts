import { expect, it } from "vitest";
import { inTurn } from "./inTurn";

it("runs so many at a time, and the next when one has ended, well or not", async () => {
  const oneOfTwo = inTurn(2);
  const begun: number[] = [];
  const ends: ((isWell: boolean) => void)[] = [];
  const all = [0, 1, 2, 3].map((which) =>
    oneOfTwo(
      () =>
        new Promise<number>((resolve, reject) => {
          begun.push(which);
          ends[which] = (isWell) => (isWell ? resolve(which) : reject(new Error("not well")));
        }),
    ).catch(() => -1),
  );
  expect(begun).toEqual([0, 1]);
  ends[1]?.(false);
  expect(await all[1]).toBe(-1);
  expect(begun).toEqual([0, 1, 2]);
  ends[0]?.(true);
  expect(await all[0]).toBe(0);
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[2]?.(true);
  ends[3]?.(true);
  expect(await Promise.all(all)).toEqual([0, -1, 2, 3]);
});
