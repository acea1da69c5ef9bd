import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CloudDownload, Pencil, Plug, Trash2 } from "lucide-react";
import { useState } from "react";
import { api, call, callWithTag, changed, type Schema, useMay } from "@/api";
import { Badge, Button, Card, CodeText, ConfirmDialog, Facts, ProblemText, RelativeTime, tellFailure, toast } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { schedulesQuery, sourceOf } from "../queries";
import { formOf } from "./sourceKinds";
import { SourceTest } from "./SourceTest";

type Source = Schema<"suppliers.SourceView">;
interface Props {
  code: string;
  source: Source;
  onEdit: () => void;
}

/** Where it leads, in a line. */
function placeOf(config: unknown): string {
  const { url, host, path } = (config ?? {}) as { url?: string; host?: string; path?: string };
  return url ?? [host, path].filter(Boolean).join(" · ");
}

export function SourceCard({ code, source, onEdit }: Props) {
  const t = useT();
  const mayConfigure = useMay("suppliers.config");
  const mayStart = useMay("imports.start");
  const [isDeleting, setDeleting] = useState(false);
  const where = { params: { path: { id: source.id } } };
  const check = useMutation({ mutationFn: () => call(api.POST("/api/v1/sources/{id}/test", where)) });
  const fetching = useMutation({
    mutationFn: () => call(api.POST("/api/v1/sources/{id}/fetch", where)),
    onSuccess: (started) => {
      toast.done(t(started.is_new ? "suppliers.source.fetching" : "suppliers.source.already"), { detail: t("suppliers.source.fetching.where") });
      void changed(["sources"], ["jobs"], ["imports"]);
    },
    onError: (problem) => tellFailure(problem),
  });
  const pin = async (fingerprint: string) => {
    const { data, etag } = await callWithTag(api.GET("/api/v1/sources/{id}", where));
    const config = { ...(data.config as object), host_key: fingerprint };
    await call(api.PATCH("/api/v1/sources/{id}", { ...where, body: { config }, headers: { "If-Match": etag } }));
    await changed(["sources"]);
    toast.done(t("suppliers.source.pinned"));
    check.mutate();
  };
  const Icon = formOf(source.kind)?.icon ?? Plug;
  const isFetched = source.kind !== "upload";
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          <Icon aria-hidden className="size-4 text-muted" />
          {source.name}
          <Badge>{formOf(source.kind) ? t(`suppliers.kind.${source.kind as "http"}`) : source.kind}</Badge>
          {!source.is_enabled && <Badge tone="skipped">{t("suppliers.source.off")}</Badge>}
        </span>
      }
      actions={
        mayConfigure && <Button size="small" icon={<Pencil aria-hidden className="size-4" />} onClick={onEdit}>{t("suppliers.edit")}</Button>
      }
    >
      <div className="space-y-4">
        {isFetched ? <Standing source={source} /> : <p>{t("suppliers.source.upload.how", { code })}</p>}
        <div className="flex flex-wrap gap-2">
          {isFetched && mayStart && (
            <Button size="small" icon={<CloudDownload aria-hidden className="size-4" />} busy={fetching.isPending} disabled={!source.is_enabled} onClick={() => fetching.mutate()}>
              {t("suppliers.source.fetch")}
            </Button>
          )}
          {isFetched && mayConfigure && (
            <Button size="small" icon={<Plug aria-hidden className="size-4" />} busy={check.isPending} onClick={() => check.mutate()}>
              {t("suppliers.source.test")}
            </Button>
          )}
          {mayConfigure && (
            <Button size="small" look="danger" icon={<Trash2 aria-hidden className="size-4" />} onClick={() => setDeleting(true)}>
              {t("suppliers.delete")}
            </Button>
          )}
        </div>
        <SourceTest check={check.data} error={check.error} isPending={check.isPending} onPin={source.kind === "sftp" ? pin : undefined} />
      </div>
      <DeleteSource source={source} isOpen={isDeleting} onClose={() => setDeleting(false)} />
    </Card>
  );
}

function Standing({ source }: { source: Source }) {
  const t = useT();
  const format = useFormat();
  const last = source.last_fetch;
  const secrets = Object.keys(source.secrets);
  return (
    <>
      {last?.problem && (
        <p role="alert" className="rounded bg-failed-soft px-3 py-2">
          <ProblemText problem={last.problem} />
        </p>
      )}
      <Facts
        items={[
          [t("suppliers.source.place"), <CodeText key="place">{placeOf(source.config)}</CodeText>],
          [t("suppliers.source.mode"), t(source.mode === "full" ? "suppliers.source.mode.full" : "suppliers.source.mode.partial")],
          ...(secrets.length > 0 ? ([[t("suppliers.source.secrets"), t("suppliers.source.secrets.set", { names: secrets.join(", ") })]] as const) : []),
          [t("suppliers.source.checked"), <RelativeTime key="checked" at={last?.checked_at} />],
          [
            t("suppliers.source.last_file"),
            last?.fetched_at ? (
              <span key="file" className="flex flex-wrap gap-x-2">
                <RelativeTime at={last.fetched_at} />
                {last.size !== null && <span className="text-muted">{format.bytes(last.size)}</span>}
                {last.import_id && <Link to="/imports/$id" params={{ id: last.import_id }}>{t("suppliers.source.its_import")}</Link>}
              </span>
            ) : (
              <RelativeTime key="file" at={null} />
            ),
          ],
        ]}
      />
    </>
  );
}

function DeleteSource({ source, isOpen, onClose }: { source: Source; isOpen: boolean; onClose: () => void }) {
  const t = useT();
  const schedules = useQuery({ ...schedulesQuery, enabled: useMay("imports.read") }).data;
  const touched = schedules?.filter((one) => sourceOf(one) === source.id) ?? [];
  return (
    <ConfirmDialog
      open={isOpen}
      onClose={onClose}
      title={t("suppliers.source.delete.title", { name: source.name })}
      action={t("suppliers.source.delete.action")}
      danger
      onConfirm={async () => {
        await call(api.DELETE("/api/v1/sources/{id}", { params: { path: { id: source.id } } }));
        await changed(["sources"], ["schedules"]);
        toast.done(t("suppliers.source.deleted", { name: source.name }));
      }}
    >
      <p>{t("suppliers.source.delete.effect")}</p>
      {touched.length > 0 && (
        <>
          <p>{t("suppliers.source.delete.schedules", { count: touched.length })}</p>
          <ul className="list-disc pl-5">{touched.map((one) => <li key={one.id}>{one.name}</li>)}</ul>
        </>
      )}
    </ConfirmDialog>
  );
}
