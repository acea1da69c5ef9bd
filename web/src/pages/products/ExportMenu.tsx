import { Download } from "lucide-react";
import { useState } from "react";
import { download, useMay } from "@/api";
import { Button, Menu, MenuItem, tellFailure } from "@/components";
import { useT } from "@/i18n";
import { exportPath, type ProductFilters } from "./filters";

/** The products that are listed, as a file. */
export function ExportMenu({ filters }: { filters: ProductFilters }) {
  const t = useT();
  const [isBusy, setBusy] = useState(false);
  const mayExport = useMay("products.export");
  if (!mayExport) return null;
  const take = async (format: "csv" | "ndjson" | "xlsx") => {
    setBusy(true);
    try {
      await download(exportPath(filters, format), `products.${format}`);
    } catch (problem) {
      tellFailure(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu trigger={<Button busy={isBusy} icon={<Download aria-hidden className="size-4" />}>{t("products.export")}</Button>}>
      <MenuItem onSelect={() => void take("csv")}>{t("products.export.csv")}</MenuItem>
      <MenuItem onSelect={() => void take("xlsx")}>{t("products.export.xlsx")}</MenuItem>
      <MenuItem onSelect={() => void take("ndjson")}>{t("products.export.ndjson")}</MenuItem>
    </Menu>
  );
}
