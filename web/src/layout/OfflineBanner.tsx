import { CloudOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useConnection, useOnline } from "@/api/hooks";
import { useT } from "@/i18n";

/** Says that what is shown may be old, and stays quiet about interruptions too short to matter. */
export function OfflineBanner() {
  const t = useT();
  const isOnline = useOnline();
  const isWaiting = useConnection() === "waiting";
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isWaiting) return setLong(false);
    const timer = setTimeout(() => setLong(true), 3_000);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  if (isOnline && !isLong) return null;
  return (
    <div role="status" className="flex items-center justify-center gap-2 bg-quarantined-soft px-4 py-2 text-13 text-quarantined">
      <CloudOff aria-hidden className="size-4 shrink-0" />
      {t(isOnline ? "common.offline.server" : "common.offline.network")}
    </div>
  );
}
