import { compareAlarms, withAlarm } from "./alarms";
import type { ChairView, Delta, DeltaBatch, Heartbeat, Snapshot } from "./contract";
import type { LiveMessage, LiveState } from "./state";

/** More than this many batches ahead of a hole are dropped; the next heartbeat then shows the hole again. */
const mostAhead = 256;

/** The whole behaviour of the live feed: pure, and told everything it knows. */
export function reduce(state: LiveState, message: LiveMessage): LiveState {
  switch (message.kind) {
    case "snapshot":
      return takeSnapshot(state, message.snapshot);
    case "batch":
      return takeBatch(state, message.batch);
    case "heartbeat":
      return takeHeartbeat(state, message.heartbeat);
    case "missed": {
      const { deltas, snapshot } = message.missed;
      if (snapshot) return takeSnapshot(state, snapshot);
      if (!deltas || deltas.epoch !== state.epoch) return state;
      return drainAhead(applyBatch(settle(state), deltas));
    }
    case "silence":
      return state.link === "connecting" || state.link === "cut" ? state : { ...state, link: "cut" };
    case "reconnecting":
      // A cut stays a cut until a snapshot proves otherwise.
      return state.link === "current" ? { ...state, link: "behind" } : state;
  }
}

function takeSnapshot(state: LiveState, snapshot: Snapshot): LiveState {
  // Batches may have overtaken the snapshot they follow.
  const overtaken = state.clinic?.id === snapshot.clinic && state.epoch === snapshot.epoch && state.n > snapshot.n;
  if (overtaken) return drainAhead(settle(state));
  return drainAhead({
    ...state,
    link: "current",
    clinic: {
      id: snapshot.clinic,
      name: snapshot.name,
      timeZone: snapshot.timeZone,
      simulated: snapshot.simulated,
    },
    epoch: snapshot.epoch,
    n: snapshot.n,
    input: snapshot.input,
    committedInput: snapshot.committedInput,
    unsavedSince: snapshot.committedInput < snapshot.input ? state.unsavedSince : null,
    lastHeardAt: snapshot.serverTime,
    ...chairsOf(snapshot.chairs),
    clinicAlarms: [...snapshot.clinicAlarms].sort(compareAlarms),
  });
}

function takeBatch(state: LiveState, batch: DeltaBatch): LiveState {
  if (!state.clinic || batch.epoch > state.epoch) return behind(state, batch);
  if (batch.epoch < state.epoch) return state;
  const first = batch.deltas[0];
  if (first && first.n > state.n + 1) return behind(state, batch);
  return drainAhead(applyBatch(state, batch));
}

function takeHeartbeat(state: LiveState, heartbeat: Heartbeat): LiveState {
  if (!state.clinic) return state;
  // An older epoch is a writer that was replaced: its pulse proves nothing.
  if (heartbeat.epoch < state.epoch) return state;
  const anotherWriter = heartbeat.epoch > state.epoch;
  const missing = anotherWriter || heartbeat.n > state.n;
  return {
    ...state,
    link: missing ? "behind" : "current",
    // Another writer numbers anew: its numbers come with its snapshot, and never beside the old epoch.
    input: anotherWriter ? state.input : Math.max(heartbeat.input, state.input),
    committedInput: anotherWriter ? state.committedInput : Math.max(heartbeat.committedInput, state.committedInput),
    standsStillBecause: heartbeat.standsStillBecause,
    spooled: heartbeat.spooled,
    spoolShare: heartbeat.spoolShare,
    unsavedSince: heartbeat.unsavedSince,
    lastHeardAt: heartbeat.serverTime,
  };
}

/** Applies what is new of a batch whose first delta leaves no hole. */
function applyBatch(state: LiveState, batch: DeltaBatch): LiveState {
  let next: LiveState = {
    ...state,
    input: Math.max(state.input, batch.input),
    committedInput: Math.max(state.committedInput, batch.committedInput),
  };
  for (const delta of batch.deltas) {
    if (delta.n <= next.n) continue;
    if (delta.n > next.n + 1) return { ...next, link: next.link === "cut" ? "cut" : "behind" };
    next = { ...applyDelta(next, delta), n: delta.n };
  }
  return next;
}

/** An answer has come: current again, unless the batches kept ahead show another hole. */
const settle = (state: LiveState): LiveState => (state.clinic ? { ...state, link: "current" } : state);

function drainAhead(state: LiveState): LiveState {
  if (state.ahead.length === 0) return state;
  let next: LiveState = { ...state, ahead: [] };
  for (const batch of state.ahead) next = takeBatch(next, batch);
  return next;
}

function behind(state: LiveState, batch: DeltaBatch): LiveState {
  return {
    ...state,
    link: state.link === "current" ? "behind" : state.link,
    ahead: [...state.ahead, batch].slice(-mostAhead),
  };
}

function applyDelta(state: LiveState, delta: Delta): LiveState {
  if (delta.kind === "alarm") {
    const { alarm } = delta;
    const ended = delta.change === "ended";
    if (alarm.chair === null) {
      return { ...state, clinicAlarms: withAlarm(state.clinicAlarms, alarm, ended) };
    }
    return withChair(state, alarm.chair, (view) => ({ ...view, alarms: withAlarm(view.alarms, alarm, ended) }));
  }
  if (delta.kind === "chair") {
    const known = delta.chair in state.chairs;
    return {
      ...state,
      chairs: { ...state.chairs, [delta.chair]: sorted(delta.view) },
      chairOrder: known ? state.chairOrder : [...state.chairOrder, delta.chair],
    };
  }
  if (delta.kind === "chairs") return { ...state, ...chairsOf(delta.chairs) };
  return withChair(state, delta.chair, (view) => ({
    ...view,
    vitals: delta.vitals ? { ...view.vitals, ...delta.vitals } : view.vitals,
    nibp: delta.nibp ?? view.nibp,
    pump: delta.pump ?? view.pump,
    concentration: delta.concentration ?? view.concentration,
    news2: delta.news2 ?? view.news2,
    session: view.session && {
      ...view.session,
      dose: delta.dose ?? view.session.dose,
      // null is an answer (unknown); only an absent key leaves what was there.
      givenMg: delta.givenMg === undefined ? view.session.givenMg : delta.givenMg,
      givenMl: delta.givenMl === undefined ? view.session.givenMl : delta.givenMl,
      givenAsOf: delta.givenAsOf === undefined ? view.session.givenAsOf : delta.givenAsOf,
      expectedEndAt: delta.expectedEndAt === undefined ? view.session.expectedEndAt : delta.expectedEndAt,
    },
  }));
}

function withChair(state: LiveState, chair: string, change: (view: ChairView) => ChairView): LiveState {
  const view = state.chairs[chair];
  return view ? { ...state, chairs: { ...state.chairs, [chair]: change(view) } } : state;
}

const chairsOf = (chairs: ChairView[]): Pick<LiveState, "chairs" | "chairOrder"> => ({
  chairs: Object.fromEntries(chairs.map((view) => [view.chair, sorted(view)])),
  chairOrder: chairs.map((view) => view.chair),
});

const sorted = (view: ChairView): ChairView => ({ ...view, alarms: [...view.alarms].sort(compareAlarms) });
