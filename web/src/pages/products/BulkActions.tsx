import { Pencil, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { api, call, changed, useMay } from "@/api";
import { Button, ConfirmDialog, toast } from "@/components";
import { useT } from "@/i18n";
import { BulkEdit } from "./BulkEdit";
import { type Product, refreshLists } from "./productList";

interface Props {
  selected: ReadonlySet<string>;
  rows: readonly Product[];
  onDone: () => void;
}
/** As many as the API takes in one request. */
const mostAtOnce = 1000;

export function BulkActions({ selected, rows, onDone }: Props) {
  const t = useT();
  const mayDelete = useMay("products.delete");
  const [open, setOpen] = useState<"edit" | "remove" | null>(null);
  const products = useMemo(() => rows.filter((row) => row.id && selected.has(row.id)), [rows, selected]);
  if (products.length > mostAtOnce) return <span className="text-13">{t("products.bulk.too_many", { most: mostAtOnce })}</span>;
  return (
    <>
      <Button size="small" icon={<Pencil aria-hidden className="size-4" />} onClick={() => setOpen("edit")}>
        {t("products.bulk.edit")}
      </Button>
      {mayDelete && (
        <Button size="small" look="danger" icon={<Trash2 aria-hidden className="size-4" />} onClick={() => setOpen("remove")}>
          {t("products.bulk.remove")}
        </Button>
      )}
      {open === "edit" && <BulkEdit products={products} onClose={() => setOpen(null)} onDone={onDone} />}
      <Removal products={products} isOpen={open === "remove"} onClose={() => setOpen(null)} onDone={onDone} />
    </>
  );
}

/** Only products that nobody offers any more can go; it says beforehand which those are. */
function Removal({ products, isOpen, onClose, onDone }: { products: readonly Product[]; isOpen: boolean; onClose: () => void; onDone: () => void }) {
  const t = useT();
  const free = products.filter((one) => one.offers === 0);
  const kept = products.length - free.length;
  return (
    <ConfirmDialog
      open={isOpen}
      onClose={onClose}
      title={t("products.remove.title", { count: products.length })}
      action={t("products.remove.action", { count: free.length })}
      danger
      typeToConfirm={String(free.length)}
      onConfirm={async () => {
        const answer = await call(api.POST("/api/v1/products/bulk", { body: { ids: free.map((one) => one.id ?? ""), remove: true } }));
        await refreshLists();
        await changed(["products"]);
        toast[answer.failed > 0 ? "news" : "done"](t("products.remove.done", { count: answer.removed }), answer.failed > 0 ? { detail: t("products.remove.failed", { count: answer.failed }) } : undefined);
        onDone();
      }}
    >
      <p>{t("products.remove.effect", { count: free.length })}</p>
      {kept > 0 && <p>{t("products.remove.kept", { count: kept })}</p>}
      <ul className="max-h-48 list-disc overflow-y-auto pl-5">
        {free.slice(0, 100).map((one) => <li key={one.id}>{one.name || one.gtin}</li>)}
      </ul>
    </ConfirmDialog>
  );
}
