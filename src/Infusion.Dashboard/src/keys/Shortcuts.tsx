import { t } from "@lingui/core/macro";
import { Modal } from "@mantine/core";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { readStored, store } from "../ui/stored";
import { answer, keyWords, trackKeyWords } from "./shortcuts";
import "./keys.css";

const storageKey = "infusion.keys.off";

const storedOff = (): boolean => readStored(storageKey) === "yes";

interface Props {
  opened: boolean;
  open: () => void;
  close: () => void;
}

/** The keys of a live page, and the sheet that lists them. Whoever dictates or types by accident turns them off there. */
export function Shortcuts({ opened, open, close }: Props) {
  const navigate = useNavigate();
  const [off, setOff] = useState(storedOff);

  useEffect(() => {
    if (off) return;
    const onKey = (event: KeyboardEvent) => {
      if (answer(event, open, () => void navigate("/"))) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [off, open, navigate]);

  const turn = (isOff: boolean) => {
    setOff(isOff);
    store(storageKey, isOff ? "yes" : "no");
  };

  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t`Keyboard`}
      centered
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      <Keys of={keyWords} />
      <h3>{t`On the tracks of a chair, once they are chosen`}</h3>
      <Keys of={trackKeyWords} />
      <label className="keys-on">
        <input type="checkbox" checked={!off} onChange={(event) => turn(!event.currentTarget.checked)} />
        {t`Single keys are on at this screen`}
      </label>
    </Modal>
  );
}

const Keys = ({ of }: { of: readonly [key: string, words: string][] }) => (
  <dl className="keys">
    {of.map(([key, words]) => (
      <div key={key}>
        <dt>
          <kbd>{key}</kbd>
        </dt>
        <dd>{words}</dd>
      </div>
    ))}
  </dl>
);
