import { Menu } from "@mantine/core";
import { Link } from "react-router";
import { api, saySignedOut } from "../../session/api";
import { useSignedIn } from "../../session/SessionContext";
import { Icon } from "../Icon";
import { modes, modeWords, setMode, useMode } from "../mode";

async function signOut(): Promise<void> {
  // Without an answer the cookie may live on, but this screen must not.
  await api.signOut().catch(() => undefined);
  saySignedOut();
}

export function UserMenu() {
  const { me, clinic, chooseClinic } = useSignedIn();
  const mode = useMode();
  return (
    <Menu position="bottom-end" width={260} radius={6} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button
          type="button"
          className="btn s-user"
          aria-label={`${me.displayName} ${me.roles.join(", ")}: pages, screen mode, sign out`}
        >
          <Icon name="contrast" />
          <span>
            <b>{me.displayName}</b> <small>{me.roles.join(", ")}</small>
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Pages</Menu.Label>
        <Menu.Item component={Link} to="/">
          <span className="pick" />
          Board
        </Menu.Item>
        <Menu.Item component={Link} to="/trace">
          <span className="pick" />
          Trace of messages
        </Menu.Item>
        <Menu.Item component={Link} to="/protocols">
          <span className="pick" />
          Protocols
        </Menu.Item>
        {me.roles.some((role) => role === "physician" || role === "manager") && (
          <>
            <Menu.Item component={Link} to="/reports/alarms">
              <span className="pick" />
              Alarm report
            </Menu.Item>
            <Menu.Item component={Link} to="/what-if">
              <span className="pick" />
              What if: other limits
            </Menu.Item>
          </>
        )}
        <Menu.Label>Screen</Menu.Label>
        {modes.map((m) => (
          <Menu.Item key={m} role="menuitemradio" aria-checked={m === mode} onClick={() => setMode(m)}>
            <span className="pick">{m === mode && <Icon name="check" />}</span>
            {modeWords[m]}
          </Menu.Item>
        ))}
        {me.clinics.length > 1 && <Menu.Label>Clinic</Menu.Label>}
        {me.clinics.length > 1 &&
          me.clinics.map(({ id, name }) => (
            <Menu.Item key={id} role="menuitemradio" aria-checked={id === clinic} onClick={() => chooseClinic(id)}>
              <span className="pick">{id === clinic && <Icon name="check" />}</span>
              {name}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item onClick={signOut}>
          <span className="pick" />
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
