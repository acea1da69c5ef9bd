import type { Table } from "@tanstack/react-table";
import { Columns3 } from "lucide-react";
import { useT } from "@/i18n";
import { IconButton } from "../Button";
import { Menu, MenuCheck, MenuChoice, MenuLabel, MenuSeparator } from "../Menu";

export type Density = "compact" | "comfortable";

interface Props<Row> {
  table: Table<Row>;
  hidden: readonly string[];
  onHidden: (hidden: string[]) => void;
  density: Density;
  onDensity: (density: Density) => void;
}

export function ColumnMenu<Row>({ table, hidden, onHidden, density, onDensity }: Props<Row>) {
  const t = useT();
  const columns = table.getAllLeafColumns().filter((column) => column.getCanHide() && typeof column.columnDef.header === "string");
  return (
    <Menu trigger={<IconButton label={t("common.table.columns")} size="small" icon={<Columns3 aria-hidden className="size-4" />} />}>
      <MenuLabel>{t("common.table.columns")}</MenuLabel>
      {columns.map((column) => (
        <MenuCheck
          key={column.id}
          checked={!hidden.includes(column.id)}
          onChange={(isShown) => onHidden(isShown ? hidden.filter((id) => id !== column.id) : [...hidden, column.id])}
        >
          {column.columnDef.header as string}
        </MenuCheck>
      ))}
      <MenuSeparator />
      <MenuLabel>{t("common.table.density")}</MenuLabel>
      <MenuChoice
        value={density}
        onChange={onDensity}
        options={[
          { value: "comfortable", label: t("common.table.comfortable") },
          { value: "compact", label: t("common.table.compact") },
        ]}
      />
    </Menu>
  );
}
