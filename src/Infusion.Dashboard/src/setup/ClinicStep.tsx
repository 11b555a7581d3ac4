import { t } from "@lingui/core/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { useClock, useLive } from "../live/LiveContext";
import { useSignedIn } from "../session/SessionContext";
import { clockTime } from "../ui/format";
import type { SetupView } from "./contract";
import { describeClinic } from "./queries";

const zones: string[] = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];

/** null: it is no zone that this browser knows. */
function timeThere(zone: string, nowMs: number): string | null {
  try {
    return clockTime(nowMs, zone);
  } catch {
    return null;
  }
}

/** What the clinic is called, and in which time zone its people live. */
export function ClinicStep({ view }: { view: SetupView }) {
  const { me, clinic } = useSignedIn();
  const facts = useLive((state) => state.clinic);
  const queries = useQueryClient();
  const [name, setName] = useState<string | null>(null);
  const [zone, setZone] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (said: { name: string; zone: string }) => describeClinic(clinic, said.name, said.zone),
    onSuccess: () => {
      setName(null);
      setZone(null);
      return queries.invalidateQueries({ queryKey: ["me"] });
    },
  });
  const said = { name: name ?? facts?.name ?? "", zone: zone ?? facts?.timeZone ?? "" };
  const there = useClock((nowMs) => timeThere(said.zone, nowMs));
  if (!facts) return <p className="notice">{t`Waiting for the clinic.`}</p>;
  if (!me.roles.includes("manager"))
    return (
      <p>
        {facts.name}, {facts.timeZone}.
      </p>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(said);
  };
  return (
    <form className="sheet-tools" onSubmit={submit} aria-label={t`The clinic`}>
      <label>
        {t`Name`}
        <input value={said.name} maxLength={100} onChange={(event) => setName(event.target.value)} />
      </label>
      <label>
        {t`Time zone`}
        <input
          value={said.zone}
          list="zones"
          spellCheck={false}
          readOnly={!view.mayChangeZone}
          aria-describedby="zone-note"
          onChange={(event) => setZone(event.target.value)}
        />
      </label>
      <datalist id="zones">
        {zones.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <button type="submit" className="btn btn--tall" disabled={save.isPending || (name === null && zone === null)}>
        {t`Save`}
      </button>
      <p id="zone-note" className="note setup-line">
        {there === null
          ? t`No such zone is known here.`
          : t`There it is ${there} now: compare with a clock on the wall.`}{" "}
        {!view.mayChangeZone && t`It stays: charts and appointments are told in it.`}
      </p>
      <p role="status" className="setup-line">
        {save.isSuccess && name === null && zone === null && t`Saved; every screen says so.`}
      </p>
      <p className="setup-line">
        <Link className="btn" to="/displays">
          {t`Show the chairs on a wall display`}
        </Link>
      </p>
      {save.error && (
        <p role="alert" className="setup-line">
          {save.error.message}
        </p>
      )}
    </form>
  );
}
