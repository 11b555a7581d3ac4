import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { LiveStage } from "../testing/LiveStage";
import ClientsPage from "./ClientsPage";
import type { Clients, EhrClient } from "./contract";

const client = (part: Partial<EhrClient> = {}): EhrClient => ({
  id: "harbor-1a2b",
  name: "Harbor EHR",
  scopes: ["system/Patient.rs"],
  keys: [{ kid: "k1", kind: "ES384", thumbprint: "abc" }],
  keysUrl: null,
  registered: { at: "2026-11-30T15:00:00Z", by: "lindqvist", reason: null },
  changed: null,
  revoked: null,
  lastUsedAt: null,
  refusedTries: 3,
  lastRefusedAt: "2026-11-30T15:30:00Z",
  ...part,
});

const clients = (...list: EhrClient[]): Clients => ({
  clients: list,
  tokenUrl: "https://clinic.example/auth/token",
  fhirBase: "https://clinic.example/fhir/harbor",
  types: ["AuditEvent", "Observation", "Patient"],
});

describe("EHR clients", () => {
  const sent: { path: string; body: unknown }[] = [];
  let answer: Clients;
  let refusal: string | null;

  beforeEach(() => {
    sent.length = 0;
    answer = clients(client());
    refusal = null;
    vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
      if (init?.method !== "POST") return new Response(JSON.stringify(answer));
      sent.push({ path, body: JSON.parse(String(init.body)) });
      if (refusal) return new Response(JSON.stringify({ detail: refusal }), { status: 400 });
      return new Response(
        JSON.stringify(
          path.endsWith("/test") ? { keys: [{ kid: "found", kind: "RS384", thumbprint: "t" }] } : client(),
        ),
      );
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = (roles = ["manager"]) =>
    render(<ClientsPage />, {
      wrapper: ({ children }) => (
        <LiveStage store={new LiveStore(undefined, (run) => run())} roles={roles}>
          {children}
        </LiveStage>
      ),
    });

  const register = async () => within(await screen.findByRole("region", { name: "Register a client" }));

  it("shows who may read what, when it was here and how often it was refused", async () => {
    const { container } = show();
    const card = within((await screen.findByRole("heading", { name: /Harbor EHR/ })).closest("li") as HTMLElement);
    expect(card.getByText("Never")).toBeTruthy();
    expect(card.getByText("Refused in the last 30 days").nextElementSibling?.textContent).toMatch(/^3, last /);
    expect(card.getByText("system/Patient.rs")).toBeTruthy();
    expect(screen.getByText("https://clinic.example/auth/token")).toBeTruthy();
    expect((await axe.run(container, { rules: { "color-contrast": { enabled: false } } })).violations).toEqual([]);
  });

  it("registers with what was picked, after the keys were tested", async () => {
    show();
    const form = await register();
    const button = form.getByRole("button", { name: "Register" }) as HTMLButtonElement;
    fireEvent.change(form.getByLabelText(/^Name/), { target: { value: " Bay EHR " } });
    fireEvent.change(form.getByLabelText("Address of the keys"), { target: { value: "https://ehr.example/jwks" } });
    fireEvent.click(form.getByRole("button", { name: "Test these keys now" }));
    expect(await form.findByText("found")).toBeTruthy();
    fireEvent.click(form.getByLabelText("Patient"));
    fireEvent.click(form.getByLabelText("Observation: vital signs only"));
    expect(button.disabled).toBe(true);
    fireEvent.change(form.getByLabelText("Your password"), { target: { value: "secret" } });
    fireEvent.click(button);
    expect(await form.findByText(/is registered/)).toBeTruthy();
    expect(sent.map((each) => each.path)).toEqual([
      "/api/clinics/harbor/clients/keys/test",
      "/api/clinics/harbor/clients",
    ]);
    expect(sent[1]?.body).toEqual({
      name: "Bay EHR",
      scopes: [
        "system/Patient.rs",
        "system/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|vital-signs",
      ],
      password: "secret",
      keysUrl: "https://ehr.example/jwks",
    });
    expect((form.getByLabelText("Your password") as HTMLInputElement).value).toBe("");
  });

  it("says what is wrong with pasted keys, and takes the result away when they change", async () => {
    show();
    const form = await register();
    refusal = 'The key "k" is a private one.';
    fireEvent.click(form.getByLabelText(/They are pasted here/));
    fireEvent.change(form.getByLabelText("Key set"), { target: { value: "{}" } });
    fireEvent.click(form.getByRole("button", { name: "Test these keys now" }));
    expect((await form.findByRole("alert")).textContent).toBe(refusal);
    expect(sent[0]?.body).toEqual({ jwks: "{}" });
    fireEvent.change(form.getByLabelText("Key set"), { target: { value: "{ }" } });
    expect(form.queryByRole("alert")).toBeNull();
  });

  it("asks for everything alone when everything is picked", async () => {
    show();
    const form = await register();
    fireEvent.click(form.getByLabelText("Patient"));
    fireEvent.click(form.getByLabelText("Everything of this clinic but who did what"));
    expect((form.getByLabelText("Patient") as HTMLInputElement).disabled).toBe(true);
    fireEvent.change(form.getByLabelText(/^Name/), { target: { value: "All" } });
    fireEvent.change(form.getByLabelText("Address of the keys"), { target: { value: "https://ehr.example/jwks" } });
    fireEvent.change(form.getByLabelText("Your password"), { target: { value: "secret" } });
    fireEvent.click(form.getByRole("button", { name: "Register" }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body).toMatchObject({ scopes: ["system/*.rs"] });
  });

  it("gives who did what only when it is picked, beside everything too, and keeps it when something else changes", async () => {
    answer = clients(client({ scopes: ["system/*.rs", "system/AuditEvent.rs"] }));
    show();
    const card = within((await screen.findByRole("heading", { name: /Harbor EHR/ })).closest("li") as HTMLElement);
    const trail = card.getByLabelText("AuditEvent: who did what") as HTMLInputElement;
    expect([trail.disabled, trail.checked]).toEqual([false, true]);
    const form = trail.closest("form") as HTMLFormElement;
    fireEvent.change(within(form).getByLabelText("Your password"), { target: { value: "secret" } });
    fireEvent.submit(form);
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body).toMatchObject({ scopes: ["system/*.rs", "system/AuditEvent.rs"] });
  });

  it("revokes with a reason, and an integrator may do that and nothing else", async () => {
    show(["integrator"]);
    expect(await screen.findByRole("heading", { name: /Harbor EHR/ })).toBeTruthy();
    expect(screen.queryByText(/Change keys/)).toBeNull();
    expect(screen.queryByRole("region", { name: "Register a client" })).toBeNull();
    expect(screen.queryByRole("link", { name: "Board" })).toBeNull();
    const button = screen.getByRole("button", { name: "Revoke this client", hidden: true }) as HTMLButtonElement;
    expect(button.disabled).toBe(true);
    fireEvent.change(screen.getByLabelText("Reason"), { target: { value: "Contract ended" } });
    answer = clients(client({ revoked: { at: "2026-11-30T16:00:00Z", by: "okafor", reason: "Contract ended" } }));
    fireEvent.click(button);
    expect(await screen.findByRole("region", { name: "Revoked" })).toBeTruthy();
    expect(sent).toEqual([
      { path: "/api/clinics/harbor/clients/harbor-1a2b/revoke", body: { reason: "Contract ended" } },
    ]);
  });
});
