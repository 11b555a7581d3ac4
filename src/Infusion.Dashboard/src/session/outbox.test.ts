import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { newCommandId } from "./commandId";
import { lock } from "./lock";
import { CommandOutbox, type NewCommand } from "./outbox";

const answers = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("a command", () => {
  const fetches = vi.fn<typeof fetch>();
  let outbox: CommandOutbox;
  const sentIds = () =>
    fetches.mock.calls.map(([, init]) => (JSON.parse(String(init?.body)) as { commandId: string }).commandId);

  beforeEach(() => {
    vi.useFakeTimers();
    fetches.mockReset();
    vi.stubGlobal("fetch", fetches);
    outbox = new CommandOutbox();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is sent again with the same id until there is an answer", async () => {
    fetches
      .mockRejectedValueOnce(new TypeError("network"))
      .mockResolvedValueOnce(answers(503, {}))
      .mockResolvedValueOnce(answers(200, { epoch: 3, input: 42 }));
    const sent = outbox.send("harbor", "s1", { type: "pause_infusion" });
    await vi.advanceTimersByTimeAsync(100);
    expect(outbox.list()[0]?.outcome).toEqual({ kind: "sending", tries: 1 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(await sent).toEqual({ epoch: 3, input: 42 });
    expect(fetches).toHaveBeenCalledTimes(3);
    expect(new Set(sentIds()).size).toBe(1);
  });

  it("that comes to a locked screen waits, with its id, until somebody is back", async () => {
    fetches.mockResolvedValueOnce(answers(423, {})).mockResolvedValueOnce(answers(200, { epoch: 3, input: 42 }));
    const sent = outbox.send("harbor", "s1", { type: "pause_infusion" });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(lock.isLocked()).toBe(true);
    expect(fetches).toHaveBeenCalledTimes(1);
    expect(outbox.list()[0]?.outcome.kind).toBe("sending");
    lock.set(false);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await sent).toEqual({ epoch: 3, input: 42 });
    expect(new Set(sentIds()).size).toBe(1);
  });

  it("that was refused keeps no password of a witness", async () => {
    fetches.mockResolvedValueOnce(answers(409, { detail: "The witness's password is wrong." }));
    const witness = { name: "hale", password: "secret" };
    await outbox.send("harbor", "s1", { type: "waste_from_vial", vial: "v1", mg: 5, witness }).catch(() => undefined);
    expect(String(fetches.mock.calls[0]?.[1]?.body)).toContain("secret");
    expect(JSON.stringify(outbox.list())).not.toContain("secret");
  });

  it("that was refused keeps no password of a second person", async () => {
    fetches.mockResolvedValueOnce(answers(409, { detail: "The order goes beyond a soft limit." }));
    const secondPerson = { name: "hale", password: "secret" };
    const order = {} as Extract<NewCommand, { type: "change_order" }>["order"];
    const command = {
      type: "change_order",
      order,
      patient: "p1",
      reason: "r",
      insteadOf: null,
      overrides: [],
    } as const;
    await outbox.send("harbor", "s1", { ...command, overrides: [], secondPerson }).catch(() => undefined);
    expect(String(fetches.mock.calls[0]?.[1]?.body)).toContain("secret");
    expect(JSON.stringify(outbox.list())).not.toContain("secret");
  });

  it("is not charted until its input is committed", async () => {
    fetches.mockResolvedValueOnce(answers(200, { epoch: 3, input: 42 }));
    await outbox.send("harbor", "s1", { type: "write_note", text: "calm" });
    outbox.followCharting("harbor", 3, 41);
    outbox.followCharting("other", 4, 99);
    outbox.followCharting("harbor", 2, 99);
    expect(outbox.list()[0]?.outcome).toEqual({ kind: "taken", epoch: 3, input: 42 });
    outbox.followCharting("harbor", 3, 42);
    expect(outbox.list()).toEqual([]);
    expect(fetches).toHaveBeenCalledTimes(1);
  });

  it("that a writer took with it goes to the next one, with its id, though that one has given the number to another", async () => {
    fetches
      .mockResolvedValueOnce(answers(200, { epoch: 3, input: 120 }))
      .mockResolvedValueOnce(answers(200, { epoch: 4, input: 131 }));
    await outbox.send("harbor", "s1", { type: "pause_infusion" });
    outbox.followCharting("harbor", 4, 130);
    expect(outbox.list()[0]?.outcome.kind).toBe("sending");
    await vi.advanceTimersByTimeAsync(100);
    expect(new Set(sentIds()).size).toBe(1);
    expect(fetches).toHaveBeenCalledTimes(2);
    expect(outbox.list()[0]?.outcome).toEqual({ kind: "taken", epoch: 4, input: 131 });
    outbox.followCharting("harbor", 4, 131);
    expect(outbox.list()).toEqual([]);
  });

  it("that the next writer refuses says so", async () => {
    fetches
      .mockResolvedValueOnce(answers(200, { epoch: 3, input: 120 }))
      .mockResolvedValueOnce(answers(409, { detail: "The infusion is not running." }));
    await outbox.send("harbor", "s1", { type: "pause_infusion" });
    outbox.followCharting("harbor", 4, 130);
    await vi.advanceTimersByTimeAsync(100);
    expect(outbox.list()[0]?.outcome).toEqual({ kind: "refused", reason: "The infusion is not running." });
  });

  it("is taken back after it, also by the next writer, which has lost both", async () => {
    let away = true;
    fetches.mockImplementation((_, init) => {
      const { type } = JSON.parse(String(init?.body)) as { type: string };
      // What is charted anew has its answer later than the undo would be asked.
      if (away && fetches.mock.calls.length > 2 && type === "write_note")
        return Promise.reject(new TypeError("network"));
      return Promise.resolve(answers(200, { epoch: away ? 3 : 4, input: 120 }));
    });
    await outbox.send("harbor", "s1", { type: "write_note", text: "calm" });
    outbox.undo(outbox.undoable()[0]?.commandId ?? "");
    await vi.advanceTimersByTimeAsync(100);
    expect(outbox.undoable()).toEqual([]);
    outbox.followCharting("harbor", 4, 100);
    await vi.advanceTimersByTimeAsync(1000);
    const types = () => fetches.mock.calls.map(([, init]) => (JSON.parse(String(init?.body)) as { type: string }).type);
    expect(
      types()
        .slice(2)
        .every((type) => type === "write_note"),
    ).toBe(true);
    away = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(types().slice(-2)).toEqual(["write_note", "withdraw_entry"]);
    expect(new Set(sentIds()).size).toBe(2);
  });

  it("that the server does not take back says why, and is not offered again", async () => {
    fetches
      .mockResolvedValueOnce(answers(200, { epoch: 3, input: 120 }))
      .mockResolvedValueOnce(answers(409, { detail: "It was charted 61 s ago." }));
    await outbox.send("harbor", "s1", { type: "write_note", text: "calm" });
    const entry = outbox.undoable()[0]?.commandId ?? "";
    outbox.undo(entry);
    outbox.undo(entry);
    await vi.advanceTimersByTimeAsync(100);
    expect(fetches).toHaveBeenCalledTimes(2);
    expect(outbox.list().at(-1)?.outcome).toEqual({ kind: "refused", reason: "It was charted 61 s ago." });
    expect(outbox.undoable()).toEqual([]);
  });

  it("that is refused says what is wrong, once, and stays to be read", async () => {
    fetches.mockResolvedValueOnce(answers(409, { title: "Conflict", detail: "No sedation score since 15:05." }));
    await expect(outbox.send("harbor", "s1", { type: "discharge" })).rejects.toThrow("No sedation score since 15:05.");
    expect(fetches).toHaveBeenCalledTimes(1);
    expect(outbox.list()[0]?.outcome).toEqual({ kind: "refused", reason: "No sedation score since 15:05." });
  });
});

describe("a command's id", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("is a UUID, in an insecure context too", () => {
    expect(newCommandId()).toMatch(uuid);
    vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array) => bytes.fill(255) });
    expect(newCommandId()).toMatch(uuid);
  });
});
