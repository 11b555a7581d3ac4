import { t } from "@lingui/core/macro";
import { postJson, Refused, saySignedOut, sessionPath, Unreachable } from "./api";
import { newCommandId } from "./commandId";
import type { Command, CommandResult } from "./contract";

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
  readonly #listeners = new Set<() => void>();

  readonly list = (): readonly Posted[] => this.#posted;

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
    this.#set([...this.#posted, posted]);
    return this.#deliver(posted);
  }

  async #deliver({ commandId, clinic, session, command }: Posted): Promise<CommandResult> {
    for (let tries = 1; ; tries++) {
      try {
        const path = `${sessionPath(clinic, session)}/commands`;
        const result = (await (await postJson(path, { commandId, ...command })).json()) as CommandResult;
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
