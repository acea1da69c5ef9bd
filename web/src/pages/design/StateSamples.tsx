import { ApiError } from "@/api";
import { Button, EmptyState, ErrorState, NoPermission, SkeletonRows } from "@/components";
import { useT } from "@/i18n";
import { Section } from "./DesignPage";

export function StateSamples() {
  const t = useT();
  const refused = new ApiError(
    { title: t("design.error.title"), detail: t("design.input.error"), cure: t("design.error.cure"), request_id: "01a20491-fbfa-7529-8891-55b33e60e6ab" },
    422,
  );
  return (
    <>
      <Section title="design.state.loading"><SkeletonRows count={4} /></Section>
      <Section title="design.state.empty">
        <EmptyState title={t("design.empty.title")} actions={<Button look="primary">{t("design.empty.action")}</Button>}>{t("design.empty.why")}</EmptyState>
      </Section>
      <Section title="design.state.error"><ErrorState error={refused} onRetry={() => undefined} /></Section>
      <Section title="design.state.offline"><ErrorState error={new ApiError({}, 0)} compact onRetry={() => undefined} /></Section>
      <Section title="design.state.forbidden"><NoPermission /></Section>
    </>
  );
}
