import { t } from "@lingui/core/macro";
import { postJson, Refused, saySignedOut, sessionPath, Unreachable } from "./api";
import { newCommandId } from "./commandId";
import type { Command, CommandResult } from "./contract";
import { secondsLeft, type Undoable, undoWords } from "./undo";

type WithoutId<T> = T extends { commandId: string } ? Omit<T, "commandId"> : never;
export type NewCommand = WithoutId<Command>;

/**
 * sending: no answer yet, it is sent again until there is one. taken: accepted, charted when its input is committed.
 * refused: the server said no; nothing was charted.
 */
export type Outcome =
  | { kind: "sending"; tries: number }
  | { kind: "taken"; epoch: number; input: number }
  | { kind: "refused"; reason: string };

export interface Posted {
  commandId: string;
  clinic: string;
  session: string;
  command: NewCommand;
  outcome: Outcome;
}

/** What is not sent again needs no password of a witness or second person. */
const withoutPassword = (command: NewCommand): NewCommand =>
  "witness" in command
    ? { ...command, witness: { ...command.witness, password: "" } }
    : "secondPerson" in command && command.secondPerson
      ? { ...command, secondPerson: { ...command.secondPerson, password: "" } }
      : command;

const retryMs = [500, 1000, 2000, 4000, 5000];

/** Commands on their way. Each keeps its id over every resend, so the server carries it out once. */
export class CommandOutbox {
  #posted: readonly Posted[] = [];
  #undoable: readonly Undoable[] = [];
  readonly #listeners = new Set<() => void>();

  readonly list = (): readonly Posted[] => this.#posted;

  /** What was charted here in the last minute and can be taken back, oldest first. */
  readonly undoable = (): readonly Undoable[] => this.#undoable;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Resolves with the input number, or throws Refused. Silence never ends it: it is sent until answered. */
  async send(clinic: string, session: string, command: NewCommand): Promise<CommandResult> {
    const posted: Posted = {
      commandId: newCommandId(),
      clinic,
      session,
      command,
      outcome: { kind: "sending", tries: 0 },
    };
    const words = undoWords(command);
    if (words !== null) {
      const entry: Undoable = {
        commandId: posted.commandId,
        clinic,
        session,
        words,
        sentMs: Date.now(),
        state: "sending",
      };
      this.#undoable = [
        ...this.#undoable.filter((each) => each.state === "sending" || secondsLeft(each.sentMs, Date.now()) > 0),
        entry,
      ];
    }
    this.#set([...this.#posted, posted]);
    return this.#deliver(posted);
  }

  /** Takes back what was charted here. What is still on its way goes first: nobody knows whether the server has it. */
  undo(commandId: string): void {
    const entry = this.#undoable.find((each) => each.commandId === commandId);
    if (!entry || entry.state === "undoing") return;
    this.#change(commandId, { state: "undoing" });
    this.withdraw(entry.clinic, entry.session, commandId);
  }

  /** The same for an entry that was charted at another screen, or before a reload. */
  withdraw(clinic: string, session: string, entry: string): void {
    // A refusal stands in the list to be read.
    this.send(clinic, session, { type: "withdraw_entry", entry })
      .catch(() => undefined)
      .finally(() => this.#forget(entry));
  }

  async #deliver({ commandId, clinic, session, command }: Posted): Promise<CommandResult> {
    for (let tries = 1; ; tries++) {
      if (command.type === "withdraw_entry") await this.#answered(command.entry);
      this.#change(commandId, { sentMs: Date.now() });
      try {
        const path = `${sessionPath(clinic, session)}/commands`;
        const result = (await (await postJson(path, { commandId, ...command })).json()) as CommandResult;
        this.#change(commandId, ({ state }) => ({ state: state === "sending" ? "charted" : state }));
        this.#settle(commandId, { kind: "taken", epoch: result.epoch, input: result.input });
        return result;
      } catch (error) {
        if (error instanceof Refused) {
          if (error.status === 401) saySignedOut();
          this.#settle(commandId, { kind: "refused", reason: error.message });
          throw error;
        }
        if (!(error instanceof Unreachable)) {
          this.#settle(commandId, { kind: "refused", reason: t`The server's answer could not be read.` });
          throw error;
        }
      }
      this.#settle(commandId, { kind: "sending", tries });
      const waitMs = retryMs[Math.min(tries - 1, retryMs.length - 1)];
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }

  /** Resolves when a command has its answer, or is not here. */
  #answered(commandId: string): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        const posted = this.#posted.find((each) => each.commandId === commandId);
        if (posted?.outcome.kind === "sending") return;
        stop();
        resolve();
      };
      const stop = this.subscribe(look);
      look();
    });
  }

  #change(commandId: string, change: Partial<Undoable> | ((entry: Undoable) => Partial<Undoable>)): void {
    this.#undoable = this.#undoable.map((each) =>
      each.commandId === commandId ? { ...each, ...(typeof change === "function" ? change(each) : change) } : each,
    );
    this.#set(this.#posted);
  }

  #forget(commandId: string): void {
    this.#undoable = this.#undoable.filter((each) => each.commandId !== commandId);
    this.#set(this.#posted);
  }

  dismiss(commandId: string): void {
    this.#set(this.#posted.filter((posted) => posted.commandId !== commandId));
  }

  /**
   * What has been committed needs no mention any more. A number counts in its epoch alone: what an earlier writer took and
   * nobody knows to be charted goes to the new one, with its id. It answers the same if it has it, and carries it out if not.
   */
  followCharting(clinic: string, epoch: number, committedInput: number): void {
    const charted = ({ clinic: of, outcome }: Posted) =>
      of === clinic && outcome.kind === "taken" && outcome.epoch === epoch && outcome.input <= committedInput;
    const left = this.#posted.filter((posted) => !charted(posted));
    if (left.length !== this.#posted.length) this.#set(left);
    for (const posted of left) {
      if (posted.clinic !== clinic || posted.outcome.kind !== "taken" || posted.outcome.epoch >= epoch) continue;
      this.#settle(posted.commandId, { kind: "sending", tries: 0 });
      // A refusal stands in the list to be read.
      this.#deliver(posted).catch(() => undefined);
    }
  }

  #settle(commandId: string, outcome: Outcome): void {
    if (outcome.kind === "refused") this.#undoable = this.#undoable.filter((each) => each.commandId !== commandId);
    this.#set(
      this.#posted.map((posted) =>
        posted.commandId === commandId
          ? {
              ...posted,
              outcome,
              command: outcome.kind === "refused" ? withoutPassword(posted.command) : posted.command,
            }
          : posted,
      ),
    );
  }

  #set(posted: readonly Posted[]): void {
    this.#posted = posted;
    for (const listener of this.#listeners) listener();
  }
}
