import { Copy } from "lucide-react";
import { Button, Dialog, toast } from "@/components";
import { useT } from "@/i18n";

interface Props {
  title: string;
  /** What it is for, and what to do when it is lost. */
  hint: string;
  value: string;
  onClose: () => void;
}

/** A secret that can be read this once. */
export function SecretShown({ title, hint, value, onClose }: Props) {
  const t = useT();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      toast.done(t("common.copied"));
    } catch {
      toast.failed(t("settings.secret.copy_by_hand"));
    }
  };
  return (
    <Dialog open onClose={onClose} title={title} footer={<Button look="primary" onClick={onClose}>{t("settings.secret.kept")}</Button>}>
      <div className="space-y-3">
        <p>{hint}</p>
        <div className="flex items-start gap-2 rounded border border-border bg-raised p-3">
          <code className="min-w-0 flex-1 font-mono text-13 break-all select-all" data-testid="secret">{value}</code>
          <Button size="small" icon={<Copy aria-hidden className="size-4" />} onClick={() => void copy()}>{t("settings.secret.copy")}</Button>
        </div>
        <p className="font-medium text-quarantined">{t("settings.secret.once")}</p>
      </div>
    </Dialog>
  );
}
