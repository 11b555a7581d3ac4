import type { ChairView, OrderView, SessionView } from "../live/contract";

// What a wall display is sent: src/Infusion.Server/Live/WallView.cs names the parts. Nothing here may ask for another.
//   GET  /api/wall           -> WallDisplay, by the display's own cookie
//   GET  /api/wall/initials  -> initials by session; none where the clinic's walls show chairs alone
//   POST /api/wall/enrol     {secret} -> 204, once
export interface WallDisplay {
  name: string;
  clinic: string;
}

export type WallSession = Pick<
  SessionView,
  "id" | "phase" | "phaseSince" | "startedAt" | "givenMg" | "givenAsOf" | "expectedEndAt" | "due"
> & { order: Pick<OrderView, "doseMg"> };

export type WallChair = Pick<ChairView, "chair" | "vitals" | "nibp" | "pump" | "alarms"> & {
  session: WallSession | null;
};

//   GET    /api/clinics/{clinic}/displays            -> Displays, for a manager
//   POST   /api/clinics/{clinic}/displays            {name} -> NewDisplay
//   DELETE /api/clinics/{clinic}/displays/{display}
//   PUT    /api/clinics/{clinic}/displays/setting    {showsInitials}
export interface DisplayRow {
  id: string;
  name: string;
  /** late: its link was not opened in time. */
  state: "waiting" | "late" | "enrolled" | "revoked";
  madeAt: string;
  madeBy: string;
  linkExpiresAt: string;
  /** When a server last had a live connection of it. */
  seenAt: string | null;
  revokedAt: string | null;
  revokedBy: string | null;
}

export interface Displays {
  showsInitials: boolean;
  displays: DisplayRow[];
}

/** The path holds a secret that is shown this once. */
export interface NewDisplay {
  id: string;
  path: string;
  expiresAt: string;
}
