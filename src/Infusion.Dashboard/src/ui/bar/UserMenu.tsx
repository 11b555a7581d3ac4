import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { useCallback, useState } from "react";
import { Link } from "react-router";
import { Shortcuts } from "../../keys/Shortcuts";
import { api, saySignedOut } from "../../session/api";
import { lock } from "../../session/lock";
import { pagesWithoutBoard, roleList } from "../../session/roles";
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
  { to: "/", words: t`Board` },
  { to: "/patients", words: t`Patients` },
  { to: "/plans", words: t`Plans` },
  { to: "/calendar", words: t`Calendar` },
  { to: "/therapy", words: t`Talk therapy`, roles: ["therapist"] },
  { to: "/safety-tasks", words: t`Safety tasks` },
  { to: "/sessions", words: t`Sessions and charts` },
  { to: "/duty", words: t`On duty` },
  { to: "/setup", words: t`Set up the clinic`, roles: ["manager"] },
  { to: "/chairs", words: t`Rooms and chairs`, roles: ["manager"] },
  { to: "/people", words: t`People`, roles: ["manager"] },
  { to: "/displays", words: t`Wall displays`, roles: ["manager"] },
  { to: "/devices", words: t`Devices` },
  { to: "/words", words: t`Words of the clinic`, roles: ["manager"] },
  { to: "/trace", words: t`Trace of messages` },
  { to: "/protocols", words: t`Protocols` },
  { to: "/forms/blank", words: t`Down-time form` },
  { to: "/charts", words: t`Charts to sign` },
  { to: "/corrections", words: t`Devices of a session` },
  { to: "/reports/shift", words: t`Report of the shift` },
  { to: "/reports/doses", words: t`Dose report`, roles: ["physician", "manager"] },
  { to: "/reports/alarms", words: t`Alarm report`, roles: ["physician", "manager"] },
  { to: "/what-if", words: t`What if: other limits`, roles: ["physician", "manager"] },
  { to: "/clients", words: t`EHR clients`, roles: ["manager", "integrator"] },
  { to: "/audit", words: t`Who did what`, roles: ["auditor"] },
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
            aria-label={t`${me.displayName} ${roleList(me.roles)}: pages, screen mode, sign out`}
          >
            <Icon name="contrast" />
            <span>
              <b>{me.displayName}</b> <small>{roleList(me.roles)}</small>
            </span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to="/account">
            <Trans>
              <span className="pick" />
              My account
            </Trans>
          </Menu.Item>
          <Menu.Item onClick={() => void lockScreen()}>
            <Trans>
              <span className="pick" />
              Lock this screen
            </Trans>
          </Menu.Item>
          <Menu.Item onClick={signOut}>
            <Trans>
              <span className="pick" />
              Sign out
            </Trans>
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t`Pages`}</Menu.Label>
          {pagesFor(me.roles).map(({ to, words }) => (
            <Menu.Item key={to} component={Link} to={to}>
              <span className="pick" />
              {words}
            </Menu.Item>
          ))}
          <Menu.Label>{t`Screen`}</Menu.Label>
          {modes.map((m) => (
            <Menu.Item key={m} role="menuitemradio" aria-checked={m === mode} onClick={() => setMode(m)}>
              <span className="pick">{m === mode && <Icon name="check" />}</span>
              {modeWords[m]}
            </Menu.Item>
          ))}
          <Menu.Item onClick={openKeys}>
            <Trans>
              <span className="pick" />
              Keyboard shortcuts
            </Trans>
          </Menu.Item>
          {me.clinics.length > 1 && <Menu.Label>{t`Clinic`}</Menu.Label>}
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
