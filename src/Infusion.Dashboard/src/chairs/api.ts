import { clinicPath, postJson, putJson } from "../session/api";
import { newCommandId } from "../session/commandId";

const at = (clinic: string, rest: string) => `${clinicPath(clinic)}/${rest}`;

export const chairs = {
  add: (clinic: string, chair: string, room: string) =>
    postJson(at(clinic, "chairs"), { commandId: newCommandId(), chair, room }),
  rename: (clinic: string, chair: string, to: string, room: string) =>
    putJson(at(clinic, `chairs/${encodeURIComponent(chair)}`), { commandId: newCommandId(), chair: to, room }),
  retire: (clinic: string, chair: string) =>
    postJson(at(clinic, `chairs/${encodeURIComponent(chair)}/retire`), { commandId: newCommandId() }),
  renameRoom: (clinic: string, room: string, to: string) =>
    putJson(at(clinic, "rooms"), { commandId: newCommandId(), room, to }),
};
