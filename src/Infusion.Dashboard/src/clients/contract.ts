//   GET  /api/clinics/{clinic}/clients -> Clients                        (manager, integrator)
//   POST /api/clinics/{clinic}/clients/keys/test KeySource -> ClientKeys | 400 problem
//   POST /api/clinics/{clinic}/clients {name, scopes, password} & KeySource -> EhrClient | 400, 403 problem   (manager)
//   POST /api/clinics/{clinic}/clients/{id}/keys {password} & KeySource, .../scopes {scopes, password}        (manager)
//   POST /api/clinics/{clinic}/clients/{id}/revoke {reason}
export interface ClientKey {
  kid: string;
  /** RS384 or ES384. */
  kind: string;
  thumbprint: string;
}

export interface Mark {
  at: string;
  by: string;
  reason: string | null;
}

export interface EhrClient {
  id: string;
  name: string;
  scopes: string[];
  /** Of a client with an address: those that stood there when it was registered or last changed. */
  keys: ClientKey[];
  keysUrl: string | null;
  registered: Mark | null;
  changed: Mark | null;
  revoked: Mark | null;
  lastUsedAt: string | null;
  /** Of the last 30 days. */
  refusedTries: number;
  lastRefusedAt: string | null;
}

export interface Clients {
  clients: EhrClient[];
  tokenUrl: string;
  fhirBase: string;
  /** FHIR types of which there is something to read. */
  types: string[];
}

/** One of the two is given. */
export interface KeySource {
  jwks?: string;
  keysUrl?: string;
}
