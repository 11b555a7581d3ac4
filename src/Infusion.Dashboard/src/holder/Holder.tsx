import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import type { ChairView } from "../live/contract";
import { api, clinicPath, postJson } from "../session/api";
import { newCommandId } from "../session/commandId";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { holderWords } from "./words";

type Action = "take" | "take_over" | "offer" | "ask_to_cover" | "accept" | "decline" | "end_break";

/** Who has the chair, and the few touches by which it changes hands. It stays with the giver until accepted. */
export function Holder({ view }: { view: ChairView }) {
  const { me, clinic } = useSignedIn();
  const [to, setTo] = useState("");
  const [note, setNote] = useState("");
  const { data: people = [] } = useQuery({
    queryKey: ["people", clinic],
    queryFn: ({ signal }) => api.people(clinic, signal),
    retry: retryUnreachable,
  });
  const nameOf = (name: string) => people.find((person) => person.name === name)?.displayName ?? name;
  const { holder } = view;

  const act = async (action: Action, whom: string | null = null) => {
    setNote("");
    try {
      await postJson(`${clinicPath(clinic)}/chairs/${encodeURIComponent(view.chair)}/duty`, {
        commandId: newCommandId(),
        action,
        to: whom,
      });
    } catch (error) {
      setNote(error instanceof Error ? error.message : t`No answer.`);
    }
  };
  const button = (label: string, action: Action, whom: string | null = null) => (
    <button type="button" className="btn" onClick={() => void act(action, whom)} disabled={whom === ""}>
      {label}
    </button>
  );
  const isMine = holder?.person === me.name;
  const leads = me.roles.some((role) => role === "charge_nurse" || role === "manager");

  return (
    <section className="panel" aria-label={t`Who has this chair`}>
      <p>{holderWords(holder, nameOf)}</p>
      {!holder && button(t`I take this chair`, "take")}
      {holder?.offeredTo === me.name && button(t`Accept`, "accept")}
      {holder?.offeredTo === me.name && button(t`Decline`, "decline")}
      {isMine && holder.cover && button(t`I am back`, "end_break")}
      {isMine && holder.offeredTo && button(t`Take the offer back`, "decline")}
      {isMine && !holder.offeredTo && (
        <>
          <label>
            {t`To`}{" "}
            <select value={to} onChange={(event) => setTo(event.target.value)}>
              <option value="">{t`choose`}</option>
              {people
                .filter((person) => person.active && person.name !== me.name)
                .map((person) => (
                  <option key={person.name} value={person.name}>
                    {person.displayName}
                  </option>
                ))}
            </select>
          </label>
          {button(t`Hand over`, "offer", to)}
          {!holder.cover && button(t`Break: ask to cover`, "ask_to_cover", to)}
        </>
      )}
      {holder && !isMine && leads && button(t`Take over`, "take_over")}
      <Link className="btn" to={`/chairs/${encodeURIComponent(view.chair)}/handover`}>
        {t`Handover sheet`}
      </Link>
      {note && <p role="alert">{note}</p>}
    </section>
  );
}
