import { t } from "@lingui/core/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Refused } from "../session/api";
import { BrandMark } from "../ui/Icon";
import { type Mode, modes, modeWords, setMode, useMode } from "../ui/mode";
import { Waiting } from "../ui/Waiting";
import { wall } from "./api";
import { WallFeed } from "./WallFeed";

/** How often a display that is not let in asks whether it is now: nobody stands before it to press anything. */
const askAgainMs = 10_000;

/** A display on a wall: it shows one clinic's chairs and can do nothing. Its secret stands behind the #, which browsers send to nobody. */
export default function WallPage() {
  const queries = useQueryClient();
  const [secret, setSecret] = useState(() => window.location.hash.slice(1));
  const [isOut, setOut] = useState(false);
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ["wall"],
    queryFn: ({ signal }) => wall.me(signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (_count, problem) => !(problem instanceof Refused),
    retryDelay: 2000,
    refetchInterval: ({ state }) => (state.error || isOut ? askAgainMs : false),
    enabled: secret === "",
  });
  useEffect(() => {
    document.title = t`Wall display: Infusion`;
  }, []);
  useEffect(() => {
    // An answer that came since the live connection was refused: the display is let in again.
    if (dataUpdatedAt > 0) setOut(false);
  }, [dataUpdatedAt]);

  if (secret !== "") {
    const enrolled = () => {
      window.history.replaceState(null, "", "/wall");
      setSecret("");
      void queries.invalidateQueries({ queryKey: ["wall"] });
    };
    return <Enrol secret={secret} enrolled={enrolled} />;
  }
  if (error || isOut) return <NotLetIn because={error?.message} />;
  if (!data) return <Waiting>{t`Waiting for the server.`}</Waiting>;
  return <WallFeed key={data.clinic} display={data} refused={() => setOut(true)} />;
}

const NotLetIn = ({ because }: { because?: string | undefined }) => (
  <main className="waiting">
    <h1 className="vh">{t`Wall display`}</h1>
    <BrandMark />
    <p role="alert">
      <b>{t`This display shows nothing. Watch the chairs and the bedside monitors.`}</b>
    </p>
    <p>{because ?? t`It is not enrolled here, or it was revoked. A clinic manager makes a link for it.`}</p>
  </main>
);

function Enrol({ secret, enrolled }: { secret: string; enrolled: () => void }) {
  const mode = useMode();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const enrol = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await wall.enrol(secret);
      enrolled();
    } catch (failed) {
      setProblem(failed instanceof Error ? failed.message : t`No answer.`);
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <h1>{t`A display for the wall`}</h1>
      <p>{t`This browser will show the clinic's chairs to whoever stands before it, and nothing can be done at it.`}</p>
      <label>
        {t`Screen`}{" "}
        <select value={mode} onChange={(event) => setMode(event.target.value as Mode)}>
          {modes.map((each) => (
            <option key={each} value={each}>
              {modeWords[each]}
            </option>
          ))}
        </select>
      </label>
      {problem && (
        <p className="refusal" role="alert">
          {problem}
        </p>
      )}
      <button type="button" className="btn btn--act" disabled={isBusy} onClick={() => void enrol()}>
        {t`Show the chairs here`}
      </button>
    </main>
  );
}
