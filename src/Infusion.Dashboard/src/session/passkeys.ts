import { postJson } from "./api";

const isAddress = (host: string): boolean => /^[\d.]+$/.test(host) || host.includes(":");

/** Browsers offer passkeys over HTTPS, and on this machine itself; never to an address of digits. */
export const hasPasskeys = (): boolean =>
  !isAddress(window.location.hostname) &&
  typeof PublicKeyCredential !== "undefined" &&
  "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** The person turned away, or has no passkey here. */
export class NoPasskey extends Error {
  constructor() {
    super("No passkey was given.");
    this.name = "NoPasskey";
  }
}

async function credentialOf(asked: Promise<Credential | null>): Promise<string> {
  try {
    const credential = await asked;
    if (credential instanceof PublicKeyCredential) return JSON.stringify(credential.toJSON());
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
  throw new NoPasskey();
}

/** Answers the server's challenge with a passkey of this device or key. */
export async function askPasskey(optionsPath: string): Promise<string> {
  const options = await (await postJson(optionsPath, {})).json();
  return credentialOf(
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
  );
}

export async function makePasskey(optionsPath: string, password: string): Promise<string> {
  const options = await (await postJson(optionsPath, { password })).json();
  return credentialOf(
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  );
}
