import { useRouter } from "@tanstack/react-router";
import type { MouseEvent, ReactNode } from "react";

/**
 * A link in the rows of a long list. The router's own follows every change of the address, to show whether it is the page
 * of now; dozens that come and go with each turn of the wheel have no need of it.
 */
export function RowLink({ href, className, children }: { href: string; className?: string; children: ReactNode }) {
  const router = useRouter();
  const go = (event: MouseEvent) => {
    // A new tab or window is the browser's.
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void router.navigate({ to: href });
  };
  return (
    <a href={href} className={className} onClick={go}>
      {children}
    </a>
  );
}
