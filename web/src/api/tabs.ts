import type { Session } from "./session";

/** What tabs of this browser tell each other. */
export type TabMessage =
  | { kind: "signed-out" }
  | { kind: "session"; session: Session }
  | { kind: "invalidate"; keys: readonly (readonly unknown[])[] };

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("suppliers-import");
// In Node, where tests run, an open channel would keep the process alive.
(channel as unknown as { unref?: () => void } | null)?.unref?.();

export function tellOtherTabs(message: TabMessage) {
  channel?.postMessage(message);
}

export function onTabMessage(listen: (message: TabMessage) => void) {
  channel?.addEventListener("message", (event: MessageEvent<TabMessage>) => listen(event.data));
}
