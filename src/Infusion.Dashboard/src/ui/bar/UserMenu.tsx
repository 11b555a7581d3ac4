import { Menu } from "@mantine/core";
import { useCallback, useState } from "react";
import { Link } from "react-router";
import { Shortcuts } from "../../keys/Shortcuts";
import { api, saySignedOut } from "../../session/api";
import { lock } from "../../session/lock";
import { pagesWithoutBoard } from "../../session/roles";
import { useSignedIn } from "../../session/SessionContext";
import { Icon } from "../Icon";
import { modes, modeWords, setMode, useMode } from "../mode";

interface PageLink {
  to: string;
  words: string;
  /** Whoever has one of them; absent: everybody who sees the board. */
  roles?: string[];
}

const pages: PageLink[] = [
  { to: "/", words: "Board" },
  { to: "/patients", words: "Patients" },
  { to: "/plans", words: "Plans" },
  { to: "/calendar", words: "Calendar" },
  { to: "/therapy", words: "Talk therapy", roles: ["therapist"] },
  { to: "/safety-tasks", words: "Safety tasks" },
  { to: "/sessions", words: "Sessions and charts" },
  { to: "/duty", words: "On duty" },
  { to: "/setup", words: "Set up the clinic", roles: ["manager"] },
  { to: "/chairs", words: "Rooms and chairs", roles: ["manager"] },
  { to: "/people", words: "People", roles: ["manager"] },
  { to: "/displays", words: "Wall displays", roles: ["manager"] },
  { to: "/devices", words: "Devices" },
  { to: "/words", words: "Words of the clinic", roles: ["manager"] },
  { to: "/trace", words: "Trace of messages" },
  { to: "/protocols", words: "Protocols" },
  { to: "/forms/blank", words: "Down-time form" },
  { to: "/charts", words: "Charts to sign" },
  { to: "/corrections", words: "Devices of a session" },
  { to: "/reports/shift", words: "Report of the shift" },
  { to: "/reports/doses", words: "Dose report", roles: ["physician", "manager"] },
  { to: "/reports/alarms", words: "Alarm report", roles: ["physician", "manager"] },
  { to: "/what-if", words: "What if: other limits", roles: ["physician", "manager"] },
  { to: "/clients", words: "EHR clients", roles: ["manager", "integrator"] },
  { to: "/audit", words: "Who did what", roles: ["auditor"] },
];

const pagesFor = (roles: readonly string[]): PageLink[] => {
  const quiet = pagesWithoutBoard(roles);
  return pages.filter(
    (page) =>
      (page.roles === undefined || page.roles.some((role) => roles.includes(role))) &&
      (quiet === null || quiet.includes(page.to)),
  );
};

async function signOut(): Promise<void> {
  // Without an answer the cookie may live on, but this screen must not.
  await api.signOut().catch(() => undefined);
  saySignedOut();
}

async function lockScreen(): Promise<void> {
  // At once, whatever the server says: somebody is walking away.
  lock.set(true);
  await api.lockScreen().catch(() => undefined);
}

export function UserMenu() {
  const { me, clinic, chooseClinic } = useSignedIn();
  const mode = useMode();
  const [keysOpen, setKeysOpen] = useState(false);
  const openKeys = useCallback(() => setKeysOpen(true), []);
  return (
    <>
      <Shortcuts opened={keysOpen} open={openKeys} close={() => setKeysOpen(false)} />
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
          <Menu.Item component={Link} to="/account">
            <span className="pick" />
            My account
          </Menu.Item>
          <Menu.Item onClick={() => void lockScreen()}>
            <span className="pick" />
            Lock this screen
          </Menu.Item>
          <Menu.Item onClick={signOut}>
            <span className="pick" />
            Sign out
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>Pages</Menu.Label>
          {pagesFor(me.roles).map(({ to, words }) => (
            <Menu.Item key={to} component={Link} to={to}>
              <span className="pick" />
              {words}
            </Menu.Item>
          ))}
          <Menu.Label>Screen</Menu.Label>
          {modes.map((m) => (
            <Menu.Item key={m} role="menuitemradio" aria-checked={m === mode} onClick={() => setMode(m)}>
              <span className="pick">{m === mode && <Icon name="check" />}</span>
              {modeWords[m]}
            </Menu.Item>
          ))}
          <Menu.Item onClick={openKeys}>
            <span className="pick" />
            Keyboard shortcuts
          </Menu.Item>
          {me.clinics.length > 1 && <Menu.Label>Clinic</Menu.Label>}
          {me.clinics.length > 1 &&
            me.clinics.map(({ id, name }) => (
              <Menu.Item key={id} role="menuitemradio" aria-checked={id === clinic} onClick={() => chooseClinic(id)}>
                <span className="pick">{id === clinic && <Icon name="check" />}</span>
                {name}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
