import { useEffect, useRef, useSyncExternalStore } from "react";
import { live, type LiveMessage } from "./live";
import { session, type User } from "./session";

export function useSession() {
  return useSyncExternalStore(session.subscribe, session.get);
}

/** Who is signed in. For pages behind the sign-in only. */
export function useUser(): User {
  const state = useSession();
  if (state.kind !== "signed-in") throw new Error("Nobody is signed in here.");
  return state.session.user;
}

/** Whether the person may: `useMay("imports.start")`. Hide or disable what is not allowed; the server decides in any case. */
export function useMay(permission: string): boolean {
  const state = useSession();
  return state.kind === "signed-in" && state.session.user.permissions.includes(permission);
}

const topicPermissions: readonly (readonly [string, string])[] = [
  ["imports.", "imports.read"],
  ["jobs.", "imports.read"],
  ["dashboard", "products.read"],
];

/** Live events of the topics the person may watch: `useLive(["imports.*"], (message) => …)`. */
export function useLive(topics: readonly string[], take: (message: LiveMessage) => void) {
  const state = useSession();
  const permissions = state.kind === "signed-in" ? state.session.user.permissions : [];
  const allowed = topics.filter((topic) => {
    const rule = topicPermissions.find(([prefix]) => topic.startsWith(prefix));
    return !rule || permissions.includes(rule[1]);
  });
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  const key = allowed.join(",");
  useEffect(() => (key ? live.watch(key.split(","), (message) => latest.current(message)) : undefined), [key]);
}

export function useConnection() {
  return useSyncExternalStore(live.onStatus, live.status);
}

const onNetwork = (listener: () => void) => {
  const changedNetwork = () => {
    live.hurry();
    listener();
  };
  window.addEventListener("online", changedNetwork);
  window.addEventListener("offline", changedNetwork);
  return () => {
    window.removeEventListener("online", changedNetwork);
    window.removeEventListener("offline", changedNetwork);
  };
};
export function useOnline() {
  return useSyncExternalStore(onNetwork, () => navigator.onLine);
}
