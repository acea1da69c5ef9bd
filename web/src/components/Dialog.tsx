import { X } from "lucide-react";
import { type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { asApiError } from "@/api";
import { Button } from "./Button";
import { Input } from "./Input";
import { Field } from "./Field";
import { PortalContext } from "./portal";
import { ErrorState } from "./states";

interface Props {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
}

/** The browser's own modal dialog: the rest of the page is out of reach, Esc closes it, focus returns where it was. */
export function Dialog({ open, ...rest }: Props) {
  return open ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({ onClose, title, children, footer, wide }: Omit<Props, "open">) {
  const t = useT();
  const titleId = useId();
  const ref = useRef<HTMLDialogElement>(null);
  const [container, setContainer] = useState<HTMLElement | null>(null);
  // Closed before it is taken out of the page: one that is gone already does not give the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    dialog.showModal();
    setContainer(dialog);
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // Browsers may close a dialog without asking; one that is open again has only been drawn twice, one out of the page is closed.
      onClose={({ currentTarget }) => currentTarget.isConnected && !currentTarget.open && onClose()}
      className={cx(
        "m-auto max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] flex-col rounded border border-border bg-surface p-0 text-text open:flex backdrop:bg-shade",
        wide ? "max-w-4xl" : "max-w-lg",
      )}
    >
      <PortalContext value={container}>
        <div className="flex items-center justify-between gap-4 border-b border-border py-2 pr-2 pl-4">
          <h2 id={titleId}>{title}</h2>
          {/* No tooltip: it would take the first Esc for itself. */}
          <Button look="quiet" aria-label={t("common.close")} className="aspect-square !px-0" icon={<X aria-hidden className="size-4" />} onClick={onClose} />
        </div>
        <div className="relative overflow-y-auto p-4">{children}</div>
        {footer && <div className="flex flex-wrap justify-end gap-2 border-t border-border p-3">{footer}</div>}
      </PortalContext>
    </dialog>
  );
}

interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, with numbers and names: people decide on this. */
  children: ReactNode;
  /** The verb with its effect: "Delete 3 sources". */
  action: string;
  onConfirm: () => unknown;
  danger?: boolean;
  /** For what cannot be undone: this word has to be typed first. */
  typeToConfirm?: string;
}

export function ConfirmDialog({ open, onClose, title, children, action, onConfirm, danger, typeToConfirm }: ConfirmProps) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [typed, setTyped] = useState("");
  const finish = () => {
    setError(null);
    setTyped("");
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      finish();
    } catch (problem) {
      setError(asApiError(problem));
    } finally {
      setBusy(false);
    }
  };
  const isReady = !typeToConfirm || typed.trim() === typeToConfirm;
  return (
    <Dialog
      open={open}
      onClose={finish}
      title={title}
      footer={
        <>
          <Button onClick={finish}>{t("common.cancel")}</Button>
          <Button look={danger ? "danger" : "primary"} busy={busy} disabled={!isReady} onClick={() => void confirm()}>
            {action}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {children}
        {typeToConfirm && (
          <Field label={t("common.confirm.type", { word: typeToConfirm })}>
            <Input value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
          </Field>
        )}
        {error !== null && <ErrorState error={error} compact />}
      </div>
    </Dialog>
  );
}
