import { Download } from "lucide-react";
import { useState } from "react";
import { download } from "@/api";
import { Button, tellFailure } from "@/components";
import { useT } from "@/i18n";

interface Props {
  /** Of the API: "/analytics/imports/export". */
  path: string;
  query: Readonly<Record<string, string | undefined>>;
  /** Of the file, without its end. */
  name: string;
}

const formats = ["csv", "xlsx"] as const;

/** The report as a file, written by the server. */
export function ExportButtons({ path, query, name }: Props) {
  const t = useT();
  const [fetching, setFetching] = useState<(typeof formats)[number]>();
  const fetchFile = async (format: (typeof formats)[number]) => {
    setFetching(format);
    const wanted = new URLSearchParams({ format });
    for (const [parameter, value] of Object.entries(query)) if (value) wanted.set(parameter, value);
    try {
      await download(`/api/v1${path}?${wanted}`, `${name}.${format}`);
    } catch (problem) {
      tellFailure(problem, t("reports.csv.failed"));
    } finally {
      setFetching(undefined);
    }
  };
  return (
    <div className="flex flex-wrap gap-2">
      {formats.map((format) => (
        <Button key={format} busy={fetching === format} icon={<Download aria-hidden className="size-4" />} onClick={() => void fetchFile(format)}>{t(`reports.${format}`)}</Button>
      ))}
    </div>
  );
}
