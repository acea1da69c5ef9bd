import { useQuery } from "@tanstack/react-query";
import { Check, Minus } from "lucide-react";
import { Fragment } from "react";
import { Card, ErrorState, SkeletonRows } from "@/components";
import { useT } from "@/i18n";
import { grouped, meaningOf } from "./permissions";
import { permissionsQuery } from "./queries";

/** Which role may do what. */
export function Roles() {
  const t = useT();
  const answer = useQuery(permissionsQuery);
  if (answer.isPending) return <Card><SkeletonRows count={12} /></Card>;
  if (!answer.data) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  const { permissions, roles } = answer.data;
  return (
    <Card flush>
      {/* It scrolls sideways on small screens, so it must be reachable by keyboard. */}
      <div className="relative overflow-x-auto" role="region" aria-label={t("settings.tab.roles")} tabIndex={0}>
        <table className="w-full min-w-160">
          <thead>
            <tr className="border-b border-border text-left text-13 text-muted *:px-4 *:py-2 *:font-medium">
              <th scope="col">{t("settings.roles.permission")}</th>
              {roles.map(({ role, permissions: may }) => (
                <th key={role} scope="col" className="text-center">
                  {t(`settings.role.${role}`)}
                  <span className="block text-12 font-normal">{t("settings.roles.count", { count: may.length, of: permissions.length })}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grouped(permissions, t).map((group) => (
              <Fragment key={group.area}>
                <tr className="bg-raised">
                  <th scope="colgroup" colSpan={roles.length + 1} className="px-4 py-1.5 text-left text-13 font-semibold">{group.label}</th>
                </tr>
                {group.permissions.map((permission) => (
                  <tr key={permission.name} className="border-b border-border last:border-0 *:px-4 *:py-2">
                    <th scope="row" className="text-left font-normal">
                      {meaningOf(permission, t)}
                      <span className="block font-mono text-12 text-muted">{permission.name}</span>
                    </th>
                    {roles.map(({ role, permissions: may }) => (
                      <td key={role} className="text-center"><Mark isAllowed={may.includes(permission.name)} /></td>
                    ))}
                  </tr>
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Mark({ isAllowed }: { isAllowed: boolean }) {
  const t = useT();
  return (
    <>
      {isAllowed ? <Check aria-hidden className="mx-auto size-4.5 text-created" /> : <Minus aria-hidden className="mx-auto size-4 text-muted" />}
      <span className="sr-only">{t(isAllowed ? "settings.roles.may" : "settings.roles.may_not")}</span>
    </>
  );
}
