import { useQuery } from "@tanstack/react-query";
import { Check, Minus } from "lucide-react";
import { useState } from "react";
import { api, type ApiError, asApiError, call, changed } from "@/api";
import { Button, ErrorState, Select, SkeletonRows, toast } from "@/components";
import { useT } from "@/i18n";
import { type Choice, grouped, mayInTheEnd, meaningOf } from "./permissions";
import { permissionsQuery, type User } from "./queries";

const choices = ["role", "granted", "denied"] as const;

/** What this person may do besides the role's permissions, and what not in spite of them. */
export function UserRights({ user, etag }: { user: User; etag: string }) {
  const t = useT();
  const answer = useQuery(permissionsQuery);
  const [granted, setGranted] = useState<readonly string[]>(user.granted);
  const [denied, setDenied] = useState<readonly string[]>(user.denied);
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  if (answer.isPending) return <SkeletonRows count={6} />;
  if (!answer.data) return <ErrorState error={answer.error} compact onRetry={() => void answer.refetch()} />;

  const byRole = new Set(answer.data.roles.find((one) => one.role === user.role)?.permissions);
  const choiceOf = (name: string): Choice => (granted.includes(name) ? "granted" : denied.includes(name) ? "denied" : "role");
  const choose = (name: string, choice: Choice) => {
    const without = (list: readonly string[]) => list.filter((one) => one !== name);
    setGranted(choice === "granted" ? [...without(granted), name] : without(granted));
    setDenied(choice === "denied" ? [...without(denied), name] : without(denied));
  };
  const isChanged = [...granted].sort().join() !== [...user.granted].sort().join() || [...denied].sort().join() !== [...user.denied].sort().join();
  const keep = async () => {
    setBusy(true);
    setError(null);
    try {
      await call(api.PUT("/api/v1/users/{id}/permissions", { params: { path: { id: user.id } }, headers: { "If-Match": etag }, body: { granted: [...granted], denied: [...denied] } }));
      toast.done(t("settings.kept", { name: user.name || user.email }));
      await changed(["users"]);
    } catch (problem) {
      setError(asApiError(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <details open={user.granted.length + user.denied.length > 0} className="border-t border-border pt-4">
      <summary className="min-h-6 font-semibold">
        {t("settings.rights")} <span className="font-normal text-muted">{t("settings.rights.count", { granted: granted.length, denied: denied.length })}</span>
      </summary>
      <p className="mt-1 mb-3 text-13 text-muted">{t("settings.rights.why")}</p>
      {grouped(answer.data.permissions, t).map((group) => (
        <fieldset key={group.area} className="mb-3">
          <legend className="mb-1 text-13 font-semibold">{group.label}</legend>
          <ul className="divide-y divide-border border-y border-border">
            {group.permissions.map((permission) => {
              const choice = choiceOf(permission.name);
              const may = mayInTheEnd(choice, byRole.has(permission.name));
              const meaning = meaningOf(permission, t);
              return (
                <li key={permission.name} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
                  {may ? <Check aria-hidden className="size-4.5 shrink-0 text-created" /> : <Minus aria-hidden className="size-4.5 shrink-0 text-muted" />}
                  <span className="min-w-0 flex-1">{meaning} <span className="sr-only">{t(may ? "settings.roles.may" : "settings.roles.may_not")}</span></span>
                  <Select className="w-44" aria-label={t("settings.rights.of", { meaning })} value={choice} onChange={(event) => choose(permission.name, event.target.value as Choice)}>
                    {choices.map((one) => (
                      <option key={one} value={one}>{t(`settings.rights.${one}`)}</option>
                    ))}
                  </Select>
                </li>
              );
            })}
          </ul>
        </fieldset>
      ))}
      {error && <ErrorState error={error} compact onRetry={error.wasChangedElsewhere ? () => void changed(["users"]) : undefined} />}
      {isChanged && <Button look="primary" busy={busy} onClick={() => void keep()}>{t("settings.rights.save")}</Button>}
    </details>
  );
}
