import { t } from "@lingui/core/macro";
import { type FormEvent, useState } from "react";

/** A new chair, in a room that there is or a new one. What was typed stays until it is done. */
export function AddChair({ add, rooms }: { add: (chair: string, room: string) => Promise<boolean>; rooms: string[] }) {
  const [chair, setChair] = useState("");
  const [room, setRoom] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await add(chair.trim(), room.trim())) setChair("");
  };
  return (
    <form className="sheet-tools" onSubmit={(event) => void submit(event)}>
      <label>
        {t`Chair`}
        <input value={chair} maxLength={4} onChange={(event) => setChair(event.target.value)} />
      </label>
      <label>
        {t`Room, one there is or a new one`}
        <input value={room} list="rooms" maxLength={40} onChange={(event) => setRoom(event.target.value)} />
      </label>
      <datalist id="rooms">
        {rooms.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <button type="submit" className="btn" disabled={chair.trim() === "" || room.trim() === ""}>
        {t`Add the chair`}
      </button>
    </form>
  );
}
