import { EllipsisVertical, Pencil, Trash2, Upload } from "lucide-react";
import { useState } from "react";
import { Button, Checkbox, Combobox, ConfirmDialog, Dialog, Field, FileDrop, IconButton, Input, Menu, MenuItem, MenuSeparator, PasswordInput, Popover, SearchInput, Select, Switch, Textarea, toast, Tooltip } from "@/components";
import { useT } from "@/i18n";
import { Section } from "./DesignPage";

export function FormSamples() {
  return (
    <>
      <Buttons />
      <Fields />
      <Floating />
    </>
  );
}

function Buttons() {
  const t = useT();
  return (
    <Section title="design.buttons">
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary" icon={<Upload aria-hidden className="size-4" />}>{t("design.button.import", { count: 1312 })}</Button>
        <Button>{t("design.button.normal")}</Button>
        <Button look="quiet">{t("design.button.quiet")}</Button>
        <Button look="danger" icon={<Trash2 aria-hidden className="size-4" />}>{t("design.button.delete")}</Button>
        <Button look="primary" busy>{t("design.button.busy")}</Button>
        <Button disabled>{t("design.button.disabled")}</Button>
        <Button size="small">{t("design.button.small")}</Button>
        <IconButton label={t("design.button.edit")} icon={<Pencil aria-hidden className="size-4" />} />
      </div>
    </Section>
  );
}

const fieldNames = ["gtin", "name", "price", "stock"] as const;

function Fields() {
  const t = useT();
  const [isOn, setOn] = useState(true);
  const [field, setField] = useState<string | null>("gtin");
  const options = fieldNames.map((value) => ({ value: value as string, label: t(`design.field.${value}`), hint: value === "gtin" ? t("design.field.reason") : undefined }));
  return (
    <Section title="design.fields">
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        <Field label={t("design.input")} hint={t("design.input.hint")}><Input defaultValue="grossiste-demo" /></Field>
        <Field label={t("design.input.wrong")} error={t("design.input.error")}><Input defaultValue="3760123456788" /></Field>
        <Field label={t("design.input.disabled")}><Input defaultValue="EUR" disabled /></Field>
        <Field label={t("design.password")}><PasswordInput defaultValue="correct horse battery" autoComplete="off" /></Field>
        <Field label={t("design.select")}>
          <Select defaultValue="gtin">{options.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}</Select>
        </Field>
        <Field label={t("design.combobox")}><Combobox label={t("design.combobox")} value={field} onChange={setField} options={options} /></Field>
        <Field label={t("design.textarea")}><Textarea defaultValue={t("design.sample")} /></Field>
        <div className="flex flex-col gap-3">
          <Checkbox checked={isOn} onChange={setOn} label={t("design.checkbox")} hint={t("design.input.hint")} />
          <Checkbox checked="indeterminate" onChange={setOn} label={t("design.checkbox.some")} />
          <Switch checked={isOn} onChange={setOn} label={t("design.switch")} />
        </div>
        <SearchInput aria-label={t("common.search.label")} placeholder={t("common.search.label")} />
      </div>
      <div className="mt-4"><FileDrop onFile={(file) => toast.news(file.name)} hint={t("design.file.hint")} /></div>
    </Section>
  );
}

function Floating() {
  const t = useT();
  const [open, setOpen] = useState<"dialog" | "confirm" | null>(null);
  return (
    <Section title="design.floating">
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={() => setOpen("dialog")}>{t("design.dialog")}</Button>
        <Button look="danger" onClick={() => setOpen("confirm")}>{t("design.confirm")}</Button>
        <Popover trigger={<Button>{t("design.popover")}</Button>} label={t("design.popover")}>{t("design.sample")}</Popover>
        <Tooltip text={t("design.tooltip.text")}><Button look="quiet">{t("design.tooltip")}</Button></Tooltip>
        <Menu trigger={<IconButton label={t("design.menu")} icon={<EllipsisVertical aria-hidden className="size-4" />} />}>
          <MenuItem icon={<Pencil aria-hidden className="size-4" />} keys="e" onSelect={() => toast.news(t("design.button.edit"))}>{t("design.button.edit")}</MenuItem>
          <MenuSeparator />
          <MenuItem icon={<Trash2 aria-hidden className="size-4" />} danger onSelect={() => setOpen("confirm")}>{t("design.button.delete")}</MenuItem>
        </Menu>
        <Button onClick={() => toast.done(t("design.toast.done"))}>{t("design.toast.done")}</Button>
        <Button onClick={() => toast.failed(t("design.toast.failed"), { detail: t("common.error.offline.detail") })}>{t("design.toast.failed")}</Button>
      </div>
      <Dialog open={open === "dialog"} onClose={() => setOpen(null)} title={t("design.dialog")} footer={<Button onClick={() => setOpen(null)}>{t("common.close")}</Button>}>
        {t("design.sample")}
      </Dialog>
      <ConfirmDialog open={open === "confirm"} onClose={() => setOpen(null)} title={t("design.confirm.title")} action={t("design.confirm.action")} danger typeToConfirm="grossiste-demo" onConfirm={() => toast.done(t("design.toast.done"))}>
        <p>{t("design.confirm.text")}</p>
      </ConfirmDialog>
    </Section>
  );
}
