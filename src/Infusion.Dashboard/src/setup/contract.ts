// From an empty clinic to its first live chair. C# side: src/Infusion.Server/Setup/SetupContract.cs.
//   GET /api/clinics/{clinic}/setup -> SetupView
//   PUT /api/clinics/{clinic}/about  { commandId, name, timeZone } -> 204 | 409 problem

export type SetupPart = "clinic" | "people" | "protocol" | "chairs" | "devices" | "first_session";

/** begun: it will do for now, and something of it is still owed. */
export type SetupStanding = "missing" | "begun" | "done";

export interface SetupStep {
  part: SetupPart;
  standing: SetupStanding;
  /** Sentences; empty when it is done. */
  lacks: string[];
  /** Who may do what is lacking. */
  roles: string[];
  /** Those of them who may sign in. */
  people: string[];
}

export interface SetupView {
  /** Somebody could order an infusion, from a protocol, at a chair. */
  mayBegin: boolean;
  isComplete: boolean;
  mayChangeZone: boolean;
  steps: SetupStep[];
}

/** Where a device connects. C# side: src/Infusion.Server/Registry/CredentialContract.cs. */
export interface Connection {
  port: number;
  onlyThisMachine: boolean;
  /** null: there is no port with TLS. */
  tlsPort: number | null;
  tlsOnlyThisMachine: boolean;
  webSocketPath: string;
  /** A broker of the clinic's own that is read too; null: none. */
  otherBroker: string | null;
}
