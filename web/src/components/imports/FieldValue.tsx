import { useFormat } from "@/lib/format";
import { Money, NoValue, Num } from "../Text";

/** Values of a change are whole numbers, so that no digit is lost: amounts and rates in ten-thousandths, weights in milligrams. */
const perUnit = 10_000;
const milligramsPerGram = 1_000;

/** A value of an offer as people write it. */
export function FieldValue({ field, value, currency }: { field: string; value: unknown; currency?: string }) {
  const format = useFormat();
  if (value === null || value === undefined || value === "") return <NoValue />;
  if (typeof value !== "number") return <>{typeof value === "string" ? value : JSON.stringify(value)}</>;
  if (field.endsWith("_price")) return <Money amount={(value / perUnit).toFixed(4)} currency={currency} />;
  if (field === "vat_rate") return <>{format.percent(value / perUnit / 100)}</>;
  if (field === "weight") return <>{`${format.number(value / milligramsPerGram)} g`}</>;
  return <Num value={value} />;
}

