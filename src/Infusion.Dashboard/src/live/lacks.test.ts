import { describe, expect, it } from "vitest";
import { alarm, at, atMs, chair, session } from "../testing/fixtures";
import type { AlarmView } from "./alarmContract";
import type { ChairView, DeviceView } from "./contract";
import { gapIsNewsForMs, isNews, lacksOf } from "./lacks";

const device = (name: string): DeviceView => ({
  device: name,
  kind: "monitor",
  online: true,
  lastSeenAt: at,
  model: null,
  battery: null,
});

const of = (chairs: ChairView[], clinicAlarms: AlarmView[] = []) =>
  lacksOf({
    chairs: Object.fromEntries(chairs.map((view) => [view.chair, view])),
    chairOrder: chairs.map((view) => view.chair),
    clinicAlarms,
  });

describe("what the data lack", () => {
  it("is gravest first, then by chair, and each device once of each kind", () => {
    const gaps = [{ device: "mon-2", at }];
    const lacks = of([
      chair("A1", { alarms: [alarm({ code: "device-clock-jumped", source: "mon-1" })] }),
      chair("A2", {
        session: session({ gaps }),
        alarms: [
          alarm({ code: "device-offline", chair: "A2", source: "mon-2" }),
          alarm({ code: "telemetry-lost", chair: "A2", source: "mon-2" }),
        ],
      }),
      chair("B1", { session: session({ gaps: [{ device: "mon-3", at }] }) }),
    ]);
    expect(lacks.map(({ kind, device: name, chair: code }) => `${kind} ${name} ${code}`)).toEqual([
      "silent mon-2 A2",
      "gap mon-2 A2",
      "gap mon-3 B1",
      "clock mon-1 A1",
    ]);
  });

  it("ends with its condition, and not with an acknowledgement", () => {
    const clock = { code: "device-clock-unusable", source: "mon-1" };
    expect(of([chair("A1", { alarms: [alarm({ ...clock, acknowledged: true })] })])).toHaveLength(1);
    expect(of([chair("A1", { alarms: [alarm({ ...clock, presence: "latched" })] })])).toEqual([]);
  });

  it("is no other alarm, and none that names no device", () => {
    expect(of([chair("A1", { alarms: [alarm(), alarm({ code: "telemetry-lost", source: null })] })])).toEqual([]);
  });

  it("of a device without a session stands where the device stands, or nowhere", () => {
    const clock = (source: string) => alarm({ code: "device-clock-jumped", chair: null, source });
    const free = chair("A3", { session: null, devices: [device("mon-5")] });
    expect(of([free], [clock("mon-9"), clock("mon-5")]).map((lack) => lack.chair)).toEqual(["A3", null]);
  });

  it("is news for a quarter of an hour where it is a hole that nobody fills", () => {
    const [gap] = of([chair("A1", { session: session({ gaps: [{ device: "mon-1", at }] }) })]);
    if (!gap) throw new Error("No gap was found.");
    expect(isNews(gap, atMs + gapIsNewsForMs - 1)).toBe(true);
    expect(isNews(gap, atMs + gapIsNewsForMs)).toBe(false);
    expect(isNews({ ...gap, at: null }, atMs + gapIsNewsForMs)).toBe(true);
  });
});
