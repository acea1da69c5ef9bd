import { createContext, use } from "react";

/** Where floating things are put. An open dialog stands above the whole page, so what opens from it must be inside it. */
export const PortalContext = createContext<HTMLElement | null>(null);
export const usePortal = () => use(PortalContext);
