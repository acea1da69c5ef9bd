import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, call } from "@/api";

// Keys lie below the product's, so that what changes the product reads its past anew too.
export const historyQuery = (id: string, of: "prices" | "stock") =>
  queryOptions({
    queryKey: ["products", "one", id, of],
    queryFn: ({ signal }) =>
      call(of === "prices" ? api.GET("/api/v1/products/{id}/prices", { params: { path: { id } }, signal }) : api.GET("/api/v1/products/{id}/stock", { params: { path: { id } }, signal })),
  });

/** While a picture is on its way the page looks again now and then. */
export const imagesQuery = (id: string) =>
  queryOptions({
    queryKey: ["products", "one", id, "images"],
    queryFn: async ({ signal }) => (await call(api.GET("/api/v1/products/{id}/images", { params: { path: { id } }, signal }))).items,
    refetchInterval: ({ state }) => (state.data?.some((image) => image.state === "waiting" || image.state === "fetching") ? 10_000 : false),
  });

export const provenanceQuery = (id: string, updatedAt: string | null) =>
  queryOptions({
    queryKey: ["products", "one", id, "provenance", updatedAt],
    queryFn: ({ signal }) => call(api.GET("/api/v1/products/{id}/provenance", { params: { path: { id } }, signal })),
    placeholderData: keepPreviousData,
  });
