import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { library } from "../../library/api";
import { newCommandId } from "../../session/commandId";
import { retryUnreachable } from "../../session/queries";
import { useSignedIn } from "../../session/SessionContext";
import type { Indication, Plan, Terms } from "../contract";
import { useOpenPlan, usePlanCommand, useVocabulary } from "../queries";
import { Refusal } from "../Refusal";

const numbers = [
  ["infusions", t`Infusions of the series`, ""],
  ["minDaysBetween", t`Days apart, at least`, t`calendar days`],
  ["maxDaysBetween", t`Days apart, at most`, t`as intended`],
  ["boosters", t`Boosters after the series`, ""],
  ["boosterEveryDays", t`Days between boosters`, t`empty: as it comes`],
  ["reviewAfterInfusion", t`A physician reviews after infusion`, t`empty: no review`],
  ["stopWithoutResponseAfterInfusion", t`Stop without a response by infusion`, t`empty: no such rule`],
] as const;

type NumberName = (typeof numbers)[number][0];
type Draft = { indication: Indication | ""; icd10: string; protocol: string } & Record<NumberName, string>;

/** A frequent plan, filled in to be changed. */
const usual: Draft = {
  indication: "",
  icd10: "",
  protocol: "",
  infusions: "6",
  minDaysBetween: "2",
  maxDaysBetween: "4",
  boosters: "0",
  boosterEveryDays: "",
  reviewAfterInfusion: "4",
  stopWithoutResponseAfterInfusion: "",
};

const draftOf = (terms: Terms): Draft => ({
  indication: terms.indication,
  icd10: terms.icd10,
  protocol: terms.protocol,
  ...(Object.fromEntries(numbers.map(([name]) => [name, String(terms[name] ?? "")])) as Record<NumberName, string>),
});

/** null where it may stay empty and is; NaN is refused by the server with what would work. */
const numberOrNull = (text: string): number | null => (text.trim() === "" ? null : Number(text));

const termsOf = (draft: Draft, before: Terms | null): Terms | null =>
  draft.indication === "" || draft.icd10 === "" || draft.protocol === ""
    ? null
    : {
        indication: draft.indication,
        icd10: draft.icd10,
        protocol: draft.protocol,
        protocolVersion: before?.protocol === draft.protocol ? before.protocolVersion : 0,
        infusions: Number(draft.infusions),
        minDaysBetween: Number(draft.minDaysBetween),
        maxDaysBetween: Number(draft.maxDaysBetween),
        boosters: Number(draft.boosters),
        boosterEveryDays: numberOrNull(draft.boosterEveryDays),
        reviewAfterInfusion: numberOrNull(draft.reviewAfterInfusion),
        stopWithoutResponseAfterInfusion: numberOrNull(draft.stopWithoutResponseAfterInfusion),
      };

export function OpenPlanForm({ patient }: { patient: string }) {
  const [plan] = useState(newCommandId);
  const open = useOpenPlan();
  return (
    <TermsForm
      button={t`Open the plan`}
      first={usual}
      before={null}
      error={open.error}
      isPending={open.isPending}
      send={(terms) => open.mutate({ plan, patient, terms })}
    />
  );
}

export function RevisePlanForm({ plan, close }: { plan: Plan; close: () => void }) {
  const command = usePlanCommand(plan.id);
  return (
    <TermsForm
      button={t`Revise the plan`}
      first={draftOf(plan.terms)}
      before={plan.terms}
      error={command.error}
      isPending={command.isPending}
      send={(terms) => command.mutate({ type: "revise_plan", terms }, { onSuccess: close })}
    />
  );
}

interface Props {
  button: string;
  first: Draft;
  before: Terms | null;
  error: Error | null;
  isPending: boolean;
  send: (terms: Terms) => void;
}

function TermsForm({ button, first, before, error, isPending, send }: Props) {
  const { clinic } = useSignedIn();
  const { data: words } = useVocabulary();
  const { data: protocols } = useQuery({
    queryKey: ["protocols", clinic],
    queryFn: ({ signal }) => library.newest(clinic, signal),
    retry: retryUnreachable,
  });
  const [draft, setDraft] = useState(first);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const codes = words?.indications.find((each) => each.indication === draft.indication)?.codes ?? [];
  const terms = termsOf(draft, before);
  const absurd = numbers.find(([name]) => draft[name].trim() !== "" && !Number.isInteger(Number(draft[name])));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (terms && !absurd) send(terms);
  };
  return (
    <form className="pw-form" onSubmit={submit} aria-label={button}>
      <div className="pw-fields">
        <label>
          <span>{t`Indication`}</span>
          <select
            value={draft.indication}
            onChange={(event) => change({ indication: event.target.value as Indication, icd10: "" })}
          >
            <option value="">{t`choose`}</option>
            {words?.indications.map((each) => (
              <option key={each.indication} value={each.indication}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t`Diagnosis, ICD-10-CM`}</span>
          <select value={draft.icd10} onChange={(event) => change({ icd10: event.target.value })}>
            <option value="">{t`choose`}</option>
            {codes.map(({ code, text }) => (
              <option key={code} value={code}>
                {code} {text}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t`Protocol`}</span>
          <select value={draft.protocol} onChange={(event) => change({ protocol: event.target.value })}>
            <option value="">{t`choose`}</option>
            {protocols?.map(({ protocol }) => (
              <option key={protocol.id} value={protocol.id}>
                {protocol.name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="pw-fields pw-numbers">
        {numbers.map(([name, label, hint]) => (
          <label key={name}>
            <span>
              {label} <small className="unit">{hint}</small>
            </span>
            <input
              inputMode="numeric"
              value={draft[name]}
              onChange={(event) => change({ [name]: event.target.value })}
            />
          </label>
        ))}
      </div>
      {before === null && <p className="note">{t`Frequent numbers are filled in. The plan is what you leave here.`}</p>}
      <p role="status">{absurd ? t`${absurd[1]}: a whole number, please.` : ""}</p>
      <Refusal error={error} />
      <div className="actions">
        <button type="submit" className="btn btn--act" disabled={!terms || absurd !== undefined || isPending}>
          {button}
        </button>
      </div>
    </form>
  );
}
