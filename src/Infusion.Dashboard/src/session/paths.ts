/** Where one version of a protocol is shown; without a version, the newest. */
export const protocolPath = (id: string, version?: number): string =>
  `/protocols/${encodeURIComponent(id)}${version === undefined ? "" : `?version=${version}`}`;
