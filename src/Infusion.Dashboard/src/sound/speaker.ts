import { type Burst, partials, rampShare } from "./burst";

/** blocked: the browser lets nothing sound before a person has touched the page, or has taken the sound away again. */
export type SpeakerState = "ready" | "blocked" | "unsupported";

const volume = 0.6;

/** Makes the sounds themselves: no file that could be missing, and no server that could be gone. */
export class Speaker {
  #context: AudioContext | null | undefined;
  #wave: PeriodicWave | null = null;
  #sounding: OscillatorNode[] = [];
  #next: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #open: () => AudioContext | null;

  constructor(open: () => AudioContext | null) {
    this.#open = open;
  }

  readonly state = (): SpeakerState => {
    const context = this.#opened();
    if (!context) return "unsupported";
    return context.state === "running" ? "ready" : "blocked";
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Only what a person does can unlock it. */
  async unlock(): Promise<void> {
    await this.#opened()?.resume();
    this.#tell();
  }

  /** The burst now and again and again, until another is asked for; null: quiet. */
  repeat(burst: Burst | null): void {
    this.#stop();
    if (!burst) return;
    this.once(burst);
    this.#next = setTimeout(() => this.repeat(burst), burst.everyMs);
  }

  once(burst: Burst): void {
    const context = this.#opened();
    if (context?.state !== "running") return;
    for (const { startMs, lengthMs } of burst.pulses) {
      const start = context.currentTime + startMs / 1000;
      const end = start + lengthMs / 1000;
      const ramp = (end - start) * rampShare;
      const level = context.createGain();
      level.gain.setValueAtTime(0, start);
      level.gain.linearRampToValueAtTime(volume, start + ramp);
      level.gain.setValueAtTime(volume, end - ramp);
      level.gain.linearRampToValueAtTime(0, end);
      const tone = context.createOscillator();
      tone.frequency.value = burst.fundamentalHz;
      tone.setPeriodicWave(this.#timbre(context));
      tone.connect(level).connect(context.destination);
      tone.start(start);
      tone.stop(end);
      tone.onended = () => {
        this.#sounding = this.#sounding.filter((other) => other !== tone);
      };
      this.#sounding.push(tone);
    }
  }

  #stop(): void {
    clearTimeout(this.#next);
    for (const tone of this.#sounding) tone.stop();
    this.#sounding = [];
  }

  #timbre(context: AudioContext): PeriodicWave {
    this.#wave ??= context.createPeriodicWave([0, ...partials.map(() => 0)], [0, ...partials]);
    return this.#wave;
  }

  #opened(): AudioContext | null {
    if (this.#context === undefined) {
      this.#context = this.#open();
      this.#context?.addEventListener("statechange", this.#tell);
    }
    return this.#context;
  }

  readonly #tell = (): void => {
    for (const listener of this.#listeners) listener();
  };
}

/** A page has one loudspeaker. */
export const speaker = new Speaker(() => (typeof AudioContext === "undefined" ? null : new AudioContext()));
