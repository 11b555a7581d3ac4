import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLocation, useNavigate } from "react-router";
import { BrandMark, Icon } from "../ui/Icon";
import { lock } from "./lock";
import { SignInForm } from "./SignInForm";

/** Where the person was headed. Only a path of this dashboard is followed. */
function destination(state: unknown): string {
  const from = (state as { from?: unknown } | null)?.from;
  return typeof from === "string" && from.startsWith("/") && !from.startsWith("//") ? from : "/";
}

export function SignInPage() {
  const navigate = useNavigate();
  const location = useLocation();
  const queries = useQueryClient();
  const name = (location.state as { name?: string } | null)?.name;
  useEffect(() => {
    document.title = t`Sign in: Infusion`;
  }, []);

  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <div className="brand">
          <BrandMark />
          <h1>
            <b>{t`Infusion`}</b>
            <span>{t`Sign in to the board`}</span>
          </h1>
        </div>
        {name && <p role="status">{t`Your password is set. Sign in with it.`}</p>}
        <SignInForm
          name={name ?? ""}
          done={() => {
            lock.set(false);
            queries.clear();
            void navigate(destination(location.state), { replace: true });
          }}
        />
      </div>
      <p className="sign-in-note">
        <Icon name="monitor" />
        <span>
          <Trans>
            <b>The bedside monitor is the alarm of record.</b> This board informs; it does not replace it.
          </Trans>
        </span>
      </p>
    </main>
  );
}
