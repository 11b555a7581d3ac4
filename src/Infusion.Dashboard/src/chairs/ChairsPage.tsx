import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";
import type { ChairView } from "../live/contract";
import { useAttempt, useLive } from "../live/LiveContext";
import { useNames } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import { AddChair } from "./AddChair";
import { chairs } from "./api";

/** Which rooms and chairs there are. Everybody may look; a manager changes them. */
export default function ChairsPage() {
  const { me, clinic } = useSignedIn();
  const facts = useLive((state) => state.clinic);
  const views = useLive((state) => state.chairs);
  const order = useLive((state) => state.chairOrder);
  const { attempt, tryNow } = useAttempt();
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState("");
  const isManager = me.roles.includes("manager");
  const all = order.flatMap((code) => views[code] ?? []);
  const rooms = [...new Set(all.map((view) => view.room))];

  /** @returns Whether it was done. */
  const act = async (what: Promise<unknown>, done: string): Promise<boolean> => {
    setNote("");
    setProblem("");
    try {
      await what;
      setNote(done);
      return true;
    } catch (error) {
      setProblem(error instanceof Error ? error.message : t`No answer.`);
      return false;
    }
  };

  return (
    <Page title={t`Rooms and chairs`} className="sheets">
      <p role="status" className="notice">
        {note ||
          (isManager ? t`What happened at a chair stays on record under the name it had.` : t`A manager changes them.`)}
      </p>
      {problem && (
        <p className="notice" role="alert">
          {problem}
        </p>
      )}
      <Reading
        query={{
          // They come with the live board, which says itself when it is cut off.
          data: facts ?? undefined,
          error: null,
          isFetching: true,
          failureCount: Math.max(0, (attempt?.number ?? 1) - 1),
          refetch: tryNow,
        }}
        what={t`The chairs`}
        empty={all.length === 0 ? t`There is no chair yet.` : null}
      />
      {facts && isManager && (
        <section aria-label={t`New chair`}>
          <AddChair
            add={(chair, room) => act(chairs.add(clinic, chair, room), t`Chair ${chair} is there.`)}
            rooms={rooms}
          />
        </section>
      )}
      {rooms.map((room) => (
        <section key={room} aria-label={room}>
          <h2>{room}</h2>
          {isManager && (
            <Rename
              label={t`New name of ${room}`}
              button={t`Rename the room`}
              rename={(to) => act(chairs.renameRoom(clinic, room, to), t`${room} is called ${to} now.`)}
            />
          )}
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">{t`Chair`}</th>
                <th scope="col">{t`Now`}</th>
                <th scope="col">{t`Who has it`}</th>
                <th scope="col">{t`Devices`}</th>
                {isManager && <th scope="col">{t`Change`}</th>}
              </tr>
            </thead>
            <tbody>
              {all
                .filter((view) => view.room === room)
                .map((view) => (
                  <Chair key={view.chair} view={view} isManager={isManager} rooms={rooms} act={act} clinic={clinic} />
                ))}
            </tbody>
          </table>
        </section>
      ))}
    </Page>
  );
}

interface ChairProps {
  view: ChairView;
  clinic: string;
  isManager: boolean;
  rooms: string[];
  act: (what: Promise<unknown>, done: string) => Promise<boolean>;
}

function Chair({ view, clinic, isManager, rooms, act }: ChairProps) {
  const nameOf = useNames();
  const { chair, room, holder, devices, session } = view;
  return (
    <tr>
      <th scope="row">{chair}</th>
      <td>{session ? t`has a session` : t`free`}</td>
      <td>{holder ? nameOf(holder.cover ?? holder.person) : t`nobody`}</td>
      <td>{devices.map((device) => device.device).join(", ") || t`none`}</td>
      {isManager && (
        <td>
          <Rename
            label={t`New name of chair ${chair}`}
            button={t`Rename`}
            rename={(to) => act(chairs.rename(clinic, chair, to, room), t`Chair ${chair} is called ${to} now.`)}
          />
          <div className="sheet-tools">
            <label>
              {t`Room of chair ${chair}`}
              <select
                value={room}
                onChange={(event) =>
                  void act(
                    chairs.rename(clinic, chair, chair, event.target.value),
                    t`Chair ${chair} is in ${event.target.value} now.`,
                  )
                }
              >
                {rooms.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            </label>
            <Retire chair={chair} retire={() => act(chairs.retire(clinic, chair), t`Chair ${chair} is retired.`)} />
          </div>
        </td>
      )}
    </tr>
  );
}

/** Two touches: a chair is not retired by a slip of the hand. */
function Retire({ chair, retire }: { chair: string; retire: () => Promise<boolean> }) {
  const [isAsked, setAsked] = useState(false);
  return isAsked ? (
    <>
      <button type="button" className="btn" onClick={() => void retire().finally(() => setAsked(false))}>
        {t`Yes, retire chair ${chair}`}
      </button>
      <button type="button" className="btn" onClick={() => setAsked(false)}>
        {t`Keep it`}
      </button>
    </>
  ) : (
    <button type="button" className="btn" onClick={() => setAsked(true)}>
      {t`Retire chair ${chair}`}
    </button>
  );
}

interface RenameProps {
  label: string;
  button: string;
  rename: (to: string) => Promise<boolean>;
}

/** What was typed stays until it is done. */
function Rename({ label, button, rename }: RenameProps) {
  const [to, setTo] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await rename(to.trim())) setTo("");
  };
  return (
    <form className="sheet-tools" onSubmit={(event) => void submit(event)}>
      <label>
        {label}
        <input value={to} onChange={(event) => setTo(event.target.value)} />
      </label>
      <button type="submit" className="btn" disabled={to.trim() === ""}>
        {button}
      </button>
    </form>
  );
}
