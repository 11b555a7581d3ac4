import { describe, expect, it } from "vitest";
import { alarm, chair } from "../testing/fixtures";
import { holdOrder, orderChairs } from "./order";

describe("order of the chairs", () => {
  const names = ["A1", "A2", "A3", "A4", "A5", "A6"];
  const chairs = {
    A1: chair("A1"),
    A2: chair("A2", { alarms: [alarm({ priority: "high", acknowledged: true })] }),
    A3: chair("A3", { alarms: [alarm({ priority: "low" })] }),
    A4: chair("A4", { alarms: [alarm({ priority: "medium" }), alarm({ acknowledged: true })] }),
    A5: chair("A5", { alarms: [alarm({ priority: "high", presence: "latched" })] }),
    A6: chair("A6", { alarms: [alarm({ priority: "high" })] }),
  };

  it("by need: high, medium, low, acknowledged, quiet; within each as they stand", () => {
    expect(orderChairs(names, chairs, "need")).toEqual(["A5", "A6", "A4", "A3", "A2", "A1"]);
  });

  it("by room: as they stand", () => {
    expect(orderChairs(names, chairs, "room")).toBe(names);
  });

  it("held still: rows keep their place, new ones come last, removed ones go", () => {
    expect(holdOrder(["A1", "A2", "A3"], ["A3", "A4", "A1"])).toEqual(["A1", "A3", "A4"]);
  });
});
