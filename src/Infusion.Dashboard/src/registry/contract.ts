// The registry of devices and their credentials. The C# side stands in src/Infusion.Server/Registry.
//   GET  /api/clinics/{clinic}/devices/registry -> RegistryAnswer
//   POST .../devices/{device}/accept | refuse | retire, PUT .../devices/{device}
//   GET  .../device-credentials -> Credential[], POST -> Issued
//   POST .../device-credentials/{username}/replace -> Issued, .../revoke; PUT .../devices

export interface Identity {
  manufacturer: string | null;
  model: string | null;
  serial: string | null;
  firmware: string | null;
}

export interface RegistryDevice {
  device: string;
  kind: "unknown" | "monitor" | "pump";
  standing: "waiting" | "in_use" | "refused" | "retired";
  homeChair: string | null;
  firstSeenAt: string;
  /** By the clinic's word. */
  registered: Identity;
  /** By its own; null: it never said. */
  reported: Identity | null;
  reportedAt: string | null;
  /** What it says otherwise than the clinic: another device may stand behind the name. */
  differs: (keyof Identity)[];
  lastHeardAt: string | null;
  messagesInLastMinute: number;
  metrics: string[];
  credentials: string[];
  online: boolean | null;
  battery: number | null;
  session: string | null;
  /** The server's time less the device's; null: unknown. */
  clockBehindSeconds: number | null;
  clockConfidence: "unknown" | "settling" | "settled";
}

export interface RegistryAnswer {
  /** The clinic's time, by which ages are told. */
  at: string;
  devices: RegistryDevice[];
}

export interface CredentialKey {
  /** Of a certificate; null: it is a secret. */
  fingerprint: string | null;
  madeAt: string;
  madeBy: string;
  firstUsedAt: string | null;
  expiresAt: string | null;
  /** It was replaced, and opens until then at most. */
  endsAt: string | null;
  expiresSoon: boolean;
}

export interface Credential {
  username: string;
  kind: "device" | "gateway" | "enrolment";
  devices: string[];
  madeAt: string;
  madeBy: string;
  expiresAt: string | null;
  revokedAt: string | null;
  revokedBy: string | null;
  keys: CredentialKey[];
  publishTopics: string[];
  subscribeTopics: string[];
  connections: number;
}

export interface Issued {
  username: string;
  /** Shown this once; null: a certificate opens it. */
  secret: string | null;
}
