import { t } from "@lingui/core/macro";

interface Props {
  value: string;
  change: (pem: string) => void;
}

/** Left empty, the server makes a secret. */
export const CertificateField = ({ value, change }: Props) => (
  <label>
    {t`Client certificate (PEM), in place of a secret`}
    <textarea rows={3} spellCheck={false} value={value} onChange={(event) => change(event.target.value)} />
  </label>
);
