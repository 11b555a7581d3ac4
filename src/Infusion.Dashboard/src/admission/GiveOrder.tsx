import { t } from "@lingui/core/macro";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import type { useDraft } from "../care/useDraft";
import type { SessionView } from "../live/contract";
import { clinicPath, postJson, Refused } from "../session/api";
import { newCommandId } from "../session/commandId";
import { useNames } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { WordsNotice } from "../wording/WordsNotice";
import type { CalculatedOrder } from "./contract";
import { Overrides } from "./Overrides";
import { useAdmissionSend, useCheckIn } from "./queries";

interface Props {
  chair: string;
  session: SessionView | null;
  patient: string | null;
  draft: ReturnType<typeof useDraft>;
  calculated: CalculatedOrder;
  isOld: boolean;
  isPhysician: boolean;
}

/** What is still missing, why it goes beyond a soft limit, and the order itself. */
export function GiveOrder({ chair, session, patient, draft, calculated, isOld, isPhysician }: Props) {
  const { clinic } = useSignedIn();
  const navigate = useNavigate();
  const send = useAdmissionSend(session?.id ?? "");
  const nameOf = useNames();
  const { data: checkIn } = useCheckIn(session?.id ?? "", session !== null);
  const standing = checkIn?.orderedAt ?? null;
  // What is typed replaces the order that stood when it was begun, not one that came in between.
  const [insteadOf, setInsteadOf] = useState(standing);
  useEffect(() => setInsteadOf((known) => known ?? standing), [standing]);
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState("");
  const [isSending, setSending] = useState(false);
  // The same order keeps its ids, so that a second attempt after silence is no second order.
  const attempt = useRef<{ body: string; commandId: string; session: string } | null>(null);

  const soft = calculated.findings.filter((finding) => finding.verdict === "soft");
  const hard = calculated.findings.filter((finding) => finding.verdict === "hard");
  const overrides = soft.map(({ path }) => ({ path, reason: draft.of(`reason:${path}`).trim() }));
  const secondPerson = soft.length > 0 ? { name: draft.of("second").trim(), password } : null;
  const reason = draft.of("reason").trim();
  const missing =
    patient === null
      ? t`Choose the patient.`
      : calculated.byPhysician && !isPhysician
        ? t`Only a physician orders under this protocol. Ask one to sign in.`
        : calculated.order === null || isOld
          ? t`The order is not whole yet.`
          : hard.length > 0
            ? t`The order goes beyond a hard limit, which nobody overrides. Correct it.`
            : overrides.some((each) => each.reason === "") || (secondPerson && (!secondPerson.name || !password))
              ? t`Give a reason for each soft limit, and a second person with their password.`
              : session && reason === ""
                ? t`Give a reason for the change.`
                : null;

  const give = async () => {
    if (missing !== null || calculated.order === null || patient === null) return;
    setSending(true);
    setProblem("");
    try {
      if (session) {
        const order = calculated.order;
        const done = await send({ type: "change_order", order, patient, reason, insteadOf, overrides, secondPerson });
        if (!done) {
          setPassword("");
          setProblem(
            t`The order was refused; the reason stands above. What was typed is still here, without the password.`,
          );
          return;
        }
      } else {
        const body = { chair, patient, order: calculated.order, overrides, secondPerson };
        const text = JSON.stringify(body);
        if (attempt.current?.body !== text) {
          attempt.current = { body: text, commandId: newCommandId(), session: newCommandId() };
        }
        const { commandId, session: planned } = attempt.current;
        await postJson(`${clinicPath(clinic)}/sessions`, { ...body, commandId, session: planned });
      }
      draft.clear();
      setPassword("");
      navigate(`/chairs/${encodeURIComponent(chair)}`);
    } catch (error) {
      if (error instanceof Refused) setPassword("");
      setProblem(
        t`${error instanceof Error ? error.message : t`No answer.`} What was typed is still here; give the order again.`,
      );
    } finally {
      setSending(false);
    }
  };

  return (
    <section aria-labelledby="or-give">
      <h2 id="or-give">{session ? t`Give the order anew` : t`Give the order`}</h2>
      {soft.length > 0 && hard.length === 0 && (
        <Overrides soft={soft} draft={draft} password={password} setPassword={setPassword} />
      )}
      {session && (
        <label className="or-reason">
          <span>{t`Reason for the change`}</span>
          <textarea
            rows={2}
            value={draft.of("reason")}
            onChange={(event) => draft.set("reason", event.currentTarget.value)}
          />
          <WordsNotice text={draft.of("reason")} />
        </label>
      )}
      {insteadOf !== standing && checkIn && (
        <p className="notice" role="alert">
          {t`${nameOf(checkIn.orderedBy ?? "")} changed the order while you typed.`}{" "}
          <button type="button" className="btn" onClick={() => setInsteadOf(standing)}>
            {t`Replace that one`}
          </button>
        </p>
      )}
      {session && <p className="note">{t`A check and a preparation of the order before are then of another order.`}</p>}
      <button
        type="button"
        className="btn btn--act"
        disabled={missing !== null || isSending}
        onClick={() => void give()}
      >
        {session ? t`Change the order` : t`Order and plan the session`}
      </button>
      <p role="status">{missing ?? (isSending ? t`Sending.` : "")}</p>
      {problem && (
        <p className="notice" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
