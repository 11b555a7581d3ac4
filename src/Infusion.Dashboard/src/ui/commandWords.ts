import type { Command } from "../session/contract";

export const commandWords: Record<Command["type"], string> = {
  check_in: "Check in",
  mark_ready: "Ready",
  start_infusion: "Start charting",
  pause_infusion: "Pause",
  resume_infusion: "Resume",
  stop_infusion: "Stop",
  discharge: "Discharge",
  close: "Close session",
  attach_device: "Attach device",
  detach_device: "Detach device",
  write_note: "Note",
  acknowledge_alarm: "Acknowledge",
  pause_alarm_audio: "Pause sound",
  accept_alarm: "Accept",
  refuse_alarm: "Refuse",
  chart_observation: "Observation",
  adjust_limit: "Adjust limit",
};
