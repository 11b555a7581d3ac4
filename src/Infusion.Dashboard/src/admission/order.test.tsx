import { act, fireEvent, screen } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { at, session } from "../testing/fixtures";
import type { OrderDraft } from "./contract";
import { OrderForm } from "./OrderForm";
import { draftOf } from "./orderDraft";
import { computed, press, server, stage, stubServer, type } from "./testStage";

beforeEach(stubServer);
afterEach(() => vi.unstubAllGlobals());

describe("the order", () => {
  const protocol = {
    id: "mood",
    version: 1,
    name: "Mood",
    drug: "ketamine",
    concentrations: [],
    usualDoseMgPerKg: 0.5,
    usualDuration: "00:40:00",
  } as unknown as React.ComponentProps<typeof OrderForm>["protocols"][number];
  const planned = session({ phase: "planned" });

  const form = async (roles: string[], chair: string) => {
    const shown = stage(
      <OrderForm chair={chair} session={planned} patientName="Example, Erika" protocols={[protocol]} />,
      roles,
    );
    await screen.findByText("Take 70 kg of 2026-11-23");
    return shown;
  };

  it("takes the last weight, shows each number with its unit, and is changed with a reason", async () => {
    const { container } = await form(["physician"], "C1");
    await press("Take 70 kg of 2026-11-23");
    expect((screen.getByLabelText(/^Actual weight/) as HTMLInputElement).value).toBe("70");
    for (const fact of ["35 mg", "35 mL", "52.5 mL/h", "40 min", "0.75 mg/kg/h", "12.5 µg/kg/min"]) {
      expect(await screen.findByText(fact)).toBeTruthy();
    }
    expect(screen.getByText("Within every limit of the protocol.")).toBeTruthy();
    expect(screen.getByText("Give a reason for the change.")).toBeTruthy();
    type("Reason for the change", "Dizzy last time");
    await press("Change the order");
    expect(server.sent[0]?.body).toMatchObject({
      type: "change_order",
      reason: "Dizzy last time",
      insteadOf: at,
      overrides: [],
    });
    expect((await axe.run(container, { rules: { "color-contrast": { enabled: false } } })).violations).toEqual([]);
  });

  it("plans a new session for the patient who is chosen, and keeps all when it is refused", async () => {
    stage(<OrderForm chair="C6" session={null} patientName={null} protocols={[protocol]} />, ["physician"]);
    await act(async () => fireEvent.click(await screen.findByRole("button", { name: /^Example, Erika/ })));
    await press("Mood");
    expect((screen.getByLabelText(/^Dose by weight/) as HTMLInputElement).value).toBe("0.5");
    expect((screen.getByLabelText(/^Duration/) as HTMLInputElement).value).toBe("40");
    await screen.findByText("52.5 mL/h");
    server.refuse = true;
    await press("Order and plan the session");
    expect(server.sent[0]?.path).toBe("/api/clinics/harbor/sessions");
    expect(server.sent[0]?.body).toMatchObject({
      chair: "C6",
      patient: "patient-1",
      order: { doseMg: 35, rateMlPerHour: 52.5 },
    });
    expect(screen.getByText(/It cannot be\. What was typed is still here/)).toBeTruthy();
    await press("Order and plan the session");
    expect([server.sent[1]?.body.commandId, server.sent[1]?.body.session]).toEqual([
      server.sent[0]?.body.commandId,
      server.sent[0]?.body.session,
    ]);
  });

  it("shows no number while something else was typed, and none of half an order", async () => {
    server.calculated = {
      ...computed,
      order: null,
      faults: [{ path: "duration", sentence: "Enter the duration in minutes." }],
    };
    await form(["physician"], "C2");
    expect(await screen.findByText("Enter the duration in minutes.")).toBeTruthy();
    type(/^Duration/, "40");
    expect(screen.getByText("Computing.")).toBeTruthy();
    expect(screen.queryByText("35 mg")).toBeNull();
  });

  it("wants a reason and a second person for a soft limit, and gives nothing beyond a hard one", async () => {
    const soft = {
      path: "dose-per-kg",
      verdict: "soft" as const,
      value: 0.8,
      bound: 0.75,
      sentence: "Dose by weight 0.8 mg/kg is above the soft limit of 0.75 mg/kg",
    };
    server.calculated = { ...computed, findings: [soft] };
    const { unmount } = await form(["physician"], "C3");
    expect(await screen.findByText(/Needs a reason and a second person/)).toBeTruthy();
    type("Reason for the change", "More effect");
    type(/^Why: Dose by weight/, "Tolerated twice");
    type("Second person's user name", "okafor");
    type("Second person's password", "okafor's own");
    await press("Change the order");
    expect(server.sent[0]?.body).toMatchObject({
      overrides: [{ path: "dose-per-kg", reason: "Tolerated twice" }],
      secondPerson: { name: "okafor", password: "okafor's own" },
    });
    unmount();

    server.calculated = { ...computed, findings: [{ ...soft, verdict: "hard" }] };
    await form(["physician"], "C4");
    expect(await screen.findByText(/goes beyond a hard limit/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Change the order" }).hasAttribute("disabled")).toBe(true);
  });

  it("tells who is no physician that one orders", async () => {
    await form(["nurse"], "C5");
    expect(await screen.findByText(/Only a physician orders under this protocol/)).toBeTruthy();
  });

  it("reads the fields as they are meant: one of two ways for dose and mixture", () => {
    const fields: Record<string, string> = {
      weight: "154,3",
      weightUnit: "pound",
      doseIn: "mg",
      doseMg: "35",
      doseMgPerKg: "0.5",
      mixedBy: "volume",
      volume: "50",
      concentration: "1",
      duration: "x",
    };
    expect(draftOf((name) => fields[name] ?? "", "mood")).toMatchObject({
      weight: 154.3,
      weightUnit: "pound",
      doseMg: 35,
      doseMgPerKg: null,
      totalVolumeMl: 50,
      concentrationMgPerMl: null,
      durationMinutes: null,
      basis: "actual",
    } satisfies Partial<OrderDraft>);
  });
});
