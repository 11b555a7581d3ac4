import { t } from "@lingui/core/macro";
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  title: string;
  close: () => void;
  children: ReactNode;
}

export const Dialog = ({ title, close, children }: Props) => (
  <Modal
    opened
    onClose={close}
    title={title}
    centered
    size="lg"
    className="pw-dialog"
    transitionProps={{ duration: 0 }}
    closeButtonProps={{ "aria-label": t`Close, change nothing` }}
  >
    {children}
  </Modal>
);
