import { act, fireEvent, render, screen } from "@testing-library/react";
import axe from "axe-core";
import { Link, MemoryRouter } from "react-router";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { TelemetryGap } from "../session/contract";
import { atMs } from "../testing/fixtures";
import { GapList } from "./GapList";
import { gapSummary, gapsWithin, gapWords } from "./gaps";
import { Readout } from "./Readout";
import { noPoints } from "./recorder";

const gap = (part: Partial<TelemetryGap> = {}): TelemetryGap => ({
  from: atMs,
  to: atMs + 48_000,
  device: "monitor-1",
  missing: 47,
  ...part,
});

// jsdom has none.
const { scrollIntoView } = Element.prototype;

describe("gaps", () => {
  afterEach(() => {
    Element.prototype.scrollIntoView = scrollIntoView;
  });

  it("say how long, whose and how many messages are missing", () => {
    expect(gapWords(gap())).toBe("0:48 without monitor-1, 47 messages missing");
    expect(gapWords(gap({ missing: 1, to: atMs + 2000 }))).toBe("0:02 without monitor-1, 1 message missing");
    expect(gapWords(gap({ missing: null }))).toBe("0:48 without monitor-1, nothing received");
  });

  it("are those of the stretch shown", () => {
    const all = [gap(), gap({ from: atMs - 90_000, to: atMs - 60_000 })];
    expect(gapsWithin(all, atMs - 10_000, atMs + 10_000)).toEqual([gap()]);
    expect(gapSummary(all)).toBe("2 gaps, 94 messages missing");
    expect(gapSummary([gap({ missing: null })])).toBe("1 gap");
  });

  it("are listed in words, newest first, and not at all where there are none", () => {
    const { rerender } = render(
      <GapList gaps={[gap(), gap({ from: atMs + 60_000, to: atMs + 90_000, missing: null })]} timeZone="UTC" />,
      { wrapper: MemoryRouter },
    );
    expect(screen.getByText("2 gaps, 47 messages missing")).toBeTruthy();
    expect(screen.getAllByRole("listitem", { hidden: true }).map((line) => line.textContent)).toEqual([
      "20:11:00 to 20:11:30: 0:30 without monitor-1, nothing received",
      "20:10:00 to 20:10:48: 0:48 without monitor-1, 47 messages missing",
    ]);
    rerender(<GapList gaps={[]} timeZone="UTC" />);
    expect(screen.queryByText(/gap/)).toBeNull();
  });

  it("lead whoever comes for them there, when they have been read, and once", async () => {
    const led = vi.fn();
    Element.prototype.scrollIntoView = led;
    const list = (gaps: TelemetryGap[]) => (
      <MemoryRouter initialEntries={["/chairs/A1#gaps"]}>
        <Link to="#gaps">Again</Link>
        <GapList gaps={gaps} timeZone="UTC" />
      </MemoryRouter>
    );
    const { rerender } = render(list([]));
    expect(led).not.toHaveBeenCalled();
    rerender(list([gap()]));
    const details = screen.getByRole("group") as HTMLDetailsElement;
    expect(details.open).toBe(true);
    expect(document.activeElement?.textContent).toContain("1 gap, 47 messages missing");
    details.open = false;
    rerender(list([]));
    rerender(list([gap()]));
    expect(led).toHaveBeenCalledTimes(1);
    await act(async () => void fireEvent.click(screen.getByRole("link", { name: "Again" })));
    expect(led).toHaveBeenCalledTimes(2);
  });

  it("stay folded for whoever comes for something else", () => {
    render(<GapList gaps={[gap()]} timeZone="UTC" />, { wrapper: MemoryRouter });
    expect((screen.getByRole("group") as HTMLDetailsElement).open).toBe(false);
  });

  it("are read out where one points", () => {
    const { rerender } = render(<Readout points={noPoints()} gaps={[gap()]} atMs={atMs + 1000} timeZone="UTC" />);
    expect(screen.getByText(/0:48 without monitor-1, 47 messages missing/)).toBeTruthy();
    rerender(<Readout points={noPoints()} gaps={[gap()]} atMs={atMs + 60_000} timeZone="UTC" />);
    expect(screen.queryByText(/missing/)).toBeNull();
  });

  it("have no fault that axe can see", async () => {
    render(<GapList gaps={[gap()]} timeZone="UTC" />, { wrapper: MemoryRouter });
    // jsdom draws nothing: colours are measured on the tokens themselves.
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => v.id)).toEqual([]);
  });
});
