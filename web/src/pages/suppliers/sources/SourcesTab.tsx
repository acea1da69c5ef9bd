import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plug, Plus } from "lucide-react";
import { useMay } from "@/api";
import { Button, EmptyState, ErrorState, SkeletonRows } from "@/components";
import { useT } from "@/i18n";
import { sourcesQuery } from "../queries";
import { SourceCard } from "./SourceCard";
import { SourceDialog } from "./SourceDialog";

const page = getRouteApi("/app/suppliers/$code");

export function SourcesTab({ code }: { code: string }) {
  const t = useT();
  const { edit } = page.useSearch();
  const navigate = useNavigate({ from: "/suppliers/$code" });
  const mayConfigure = useMay("suppliers.config");
  const sources = useQuery(sourcesQuery(code));
  const open = (next: string | undefined) => void navigate({ search: (before) => ({ ...before, edit: next }), replace: true });
  if (sources.isPending) return <SkeletonRows />;
  if (!sources.data) return <ErrorState error={sources.error} onRetry={() => void sources.refetch()} />;
  const edited = sources.data.find((one) => one.id === edit);
  const newButton = (look: "primary" | "normal") =>
    mayConfigure && <Button look={look} icon={<Plus aria-hidden className="size-4" />} onClick={() => open("new")}>{t("suppliers.source.new")}</Button>;
  return (
    <div className="space-y-4">
      {sources.data.length === 0 ? (
        <EmptyState icon={<Plug aria-hidden className="size-8" />} title={t("suppliers.source.empty")} actions={newButton("primary")}>
          {t("suppliers.source.empty.why")}
        </EmptyState>
      ) : (
        <>
          <div className="flex justify-end">{newButton("normal")}</div>
          {sources.data.map((one) => <SourceCard key={one.id} code={code} source={one} onEdit={() => open(one.id)} />)}
        </>
      )}
      {mayConfigure && edit === "new" && <SourceDialog code={code} onClose={() => open(undefined)} />}
      {mayConfigure && edited && <SourceDialog key={edited.id} code={code} source={edited} onClose={() => open(undefined)} />}
    </div>
  );
}
