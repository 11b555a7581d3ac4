import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { AddChair } from "../chairs/AddChair";
import { chairs } from "../chairs/api";
import { useLive } from "../live/LiveContext";
import { useSignedIn } from "../session/SessionContext";

/** Where patients sit. */
export function ChairsStep() {
  const { me, clinic } = useSignedIn();
  const queries = useQueryClient();
  const views = useLive((state) => state.chairs);
  const order = useLive((state) => state.chairOrder);
  const all = order.flatMap((code) => views[code] ?? []);
  const rooms = [...new Set(all.map(({ room }) => room))];
  const add = useMutation({
    mutationFn: ({ chair, room }: { chair: string; room: string }) => chairs.add(clinic, chair, room),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["setup", clinic] }),
  });
  return (
    <>
      {me.roles.includes("manager") && (
        <AddChair
          rooms={rooms}
          add={(chair, room) =>
            add.mutateAsync({ chair, room }).then(
              () => true,
              () => false,
            )
          }
        />
      )}
      <p role="status">{add.isSuccess && t`Chair ${add.variables.chair} is there.`}</p>
      {add.error && <p role="alert">{add.error.message}</p>}
      <ul className="setup-list" aria-label={t`Chairs`}>
        {rooms.map((room) => (
          <li key={room}>
            <b>{room}</b>{" "}
            <span>
              {all
                .filter((each) => each.room === room)
                .map(({ chair }) => chair)
                .join(", ")}
            </span>
          </li>
        ))}
      </ul>
      <p>
        <Trans>
          <Link to="/chairs">Rooms and chairs</Link>: other names, other rooms, and chairs that go.
        </Trans>
      </p>
    </>
  );
}
