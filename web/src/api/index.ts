// The door of the API room: what pages and components use of it.
export { api, authorizedFetch, call, callWithTag, download, sendFile } from "./client";
export { useConnection, useLive, useMay, useOnline, useSession, useUser } from "./hooks";
export type { LiveEvent, LiveMessage } from "./live";
export { ApiError, asApiError } from "./problem";
export { changed, queryClient } from "./query";
export { session } from "./session";
export type { Session, User } from "./session";
import type { components } from "./schema";

/** A shape of the API by its name: `Schema<"imports.ImportView">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
