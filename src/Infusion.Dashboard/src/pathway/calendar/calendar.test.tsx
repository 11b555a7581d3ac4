import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import * as pathway from "../../testing/pathway";
import {
  bodies,
  change,
  dialog,
  hasNoBarrier,
  press,
  sent,
  setStage,
  settings,
  showCalendar,
  stage,
} from "../testStage";

setStage();

describe("the calendar", () => {
  it("shows a week by chair, therapist and patient, and a day", async () => {
    await showCalendar();
    expect(
      screen.getByRole("button", { name: /09:00 Example, Erika infusion 3 of 6 to 11:00, chair A1, planned/ }),
    ).toBeTruthy();
    // Saturday and Sunday are closed and empty.
    expect(screen.getAllByRole("columnheader")).toHaveLength(6 + 3);
    await press("Therapists");
    expect(screen.getByRole("button", { name: /talk therapy after infusion 3 to 10:50, planned/ })).toBeTruthy();
    await press("Patients");
    expect(screen.getAllByRole("button", { name: /Example, Erika/ })).toHaveLength(2);
    await hasNoBarrier();
    await press("Day");
    await screen.findByRole("heading", { name: "Wed 25 Nov 2026" });
    await hasNoBarrier();
  });

  it("proposes another time by keyboard, and moves nothing before it is confirmed", async () => {
    await showCalendar();
    const entry = screen.getByRole("button", { name: /infusion 3 of 6/ });
    fireEvent.keyDown(entry, { key: "ArrowDown", shiftKey: true });
    await screen.findByText(/and stays there until it is moved/);
    const opened = await dialog();
    await waitFor(() => expect(within(opened).getByLabelText<HTMLInputElement>(/^Day/).value).toBe("2026-11-26"));
    expect(sent).toEqual([]);
    await press("A day earlier", opened);
    await press("15 min later", opened);
    await press("Move", opened);
    expect(bodies()[0]).toMatchObject({ type: "move_infusion", day: "2026-11-25", time: "09:15:00", minutes: 120 });
  });

  it("opens what is given to look at, and not to move", async () => {
    stage.calendar = pathway.calendar({ entries: [pathway.entry({ standing: "given" })] });
    await showCalendar();
    await press(/infusion 3 of 6/);
    const opened = await dialog();
    expect(within(opened).queryByRole("button", { name: "Move" })).toBeNull();
    expect(within(opened).getByRole("link", { name: "The plan" })).toBeTruthy();
  });

  it("makes a link, shows its address once, and revokes one by two touches", async () => {
    await showCalendar();
    await press("Make a link");
    const address = await screen.findByLabelText<HTMLInputElement>(/It is shown only now/);
    expect(address.value).toMatch(/^http.*\/calendar-feeds\/secret\.ics$/);
    await press("Revoke the link for Chair A1");
    await press("Yes, revoke the link for Chair A1");
    expect(sent.map((each) => `${each.method} ${each.path}`)).toEqual([
      "POST /api/clinics/harbor/pathway/feeds",
      "DELETE /api/clinics/harbor/pathway/feeds/f-1",
    ]);
    expect(sent[0]?.body).toEqual({ kind: "therapist", of: "moreau" });
  });

  it("lets a manager set the hours between an infusion's end and talk therapy", async () => {
    await showCalendar(["manager"]);
    const form = await screen.findByRole("form", { name: "Hours and rules", hidden: true });
    change(/^Talk therapy after an infusion/, "24", form);
    await act(async () => void fireEvent.submit(form));
    expect(sent[0]?.body).toMatchObject({ settings: { ...settings, therapyHoursAfterEnd: 24 } });
  });

  it("shows a therapist their own, no chairs, and no page that is not theirs", async () => {
    stage.calendar = pathway.calendar({ chairs: [], entries: [pathway.therapyEntry()] });
    await showCalendar(["therapist"]);
    expect(screen.queryByRole("button", { name: "Chairs" })).toBeNull();
    expect(screen.queryByText("Board")).toBeNull();
    expect(screen.queryByText("Live")).toBeNull();
    await press(/pages, screen mode, sign out/);
    const links = (await screen.findAllByRole("menuitem", { hidden: true })).filter((item) => item.matches("a"));
    expect(links.map((item) => item.getAttribute("href"))).toEqual(["/account", "/calendar", "/therapy"]);
  });
});
