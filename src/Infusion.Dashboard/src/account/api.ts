import { deleteAt, getJson, postJson, putJson } from "../session/api";

export interface Passkey {
  id: string;
  name: string;
  createdAt: string;
}

export interface SignIn {
  id: string;
  beganAt: string;
  lastSeenAt: string;
  how: string;
  origin: string;
  browser: string;
  isThis: boolean;
}

export interface Account {
  name: string;
  displayName: string;
  hasSecondFactor: boolean;
  recoveryCodesLeft: number;
  passkeys: Passkey[];
  signIns: SignIn[];
}

export interface PushBrowser {
  id: string;
  name: string;
  /** At the browser's push service. */
  endpoint: string;
  addedAt: string;
  toldAt: string | null;
  outcome: string | null;
  receivedAt: string | null;
}

export interface Pushes {
  /** Whoever runs the server may have switched it off. */
  isOffered: boolean;
  /** What a browser subscribes with. */
  key: string;
  browsers: PushBrowser[];
}

const codesOf = async (answer: Promise<Response>): Promise<string[]> =>
  ((await (await answer).json()) as { codes: string[] }).codes;

export const account = {
  read: (signal?: AbortSignal) => getJson<Account>("/api/account", signal),
  changePassword: (current: string, next: string) => postJson("/api/account/password", { current, new: next }),
  beginSecondFactor: async (password: string) =>
    (await (await postJson("/api/account/second-factor/begin", { password })).json()) as {
      secret: string;
      uri: string;
    },
  confirmSecondFactor: (code: string) => codesOf(postJson("/api/account/second-factor", { code })),
  removeSecondFactor: (password: string) => postJson("/api/account/second-factor/remove", { password }),
  newRecoveryCodes: (password: string) => codesOf(postJson("/api/account/recovery-codes", { password })),
  addPasskey: (credential: string, name: string) => postJson("/api/account/passkeys", { credential, name }),
  namePasskey: (id: string, name: string) => putJson(`/api/account/passkeys/${encodeURIComponent(id)}`, { name }),
  removePasskey: (id: string) => deleteAt(`/api/account/passkeys/${encodeURIComponent(id)}`),
  endSignIn: (id: string) => deleteAt(`/api/account/sign-ins/${encodeURIComponent(id)}`),
  push: (signal?: AbortSignal) => getJson<Pushes>("/api/account/push", signal),
  addPush: (browser: { name: string; endpoint: string; p256dh: string; auth: string }) =>
    postJson("/api/account/push", browser),
  removePush: (id: string) => deleteAt(`/api/account/push/${encodeURIComponent(id)}`),
  tryPush: (id: string) => postJson(`/api/account/push/${encodeURIComponent(id)}/trial`, {}),
  signOutEverywhere: () => postJson("/api/account/sign-out-everywhere", {}),
};
