import { describe, expect, it } from "vitest";
import { asApiError, errorOf } from "./problem";
import { retryDelay, shouldRetry } from "./query";
import { ApiError } from "./problem";

const answer = (body: string, status: number, headers: Record<string, string> = {}) => new Response(body, { status, headers });

describe("a problem of the API", () => {
  it("keeps what people and programs need", async () => {
    const error = await errorOf(answer(JSON.stringify({
      title: "Request is not valid", detail: "/email is empty.", cure: "Enter an address.", code: "request.invalid", request_id: "r-1", place: { field: "/email" },
    }), 422));
    expect(error).toMatchObject({ status: 422, code: "request.invalid", cure: "Enter an address.", requestId: "r-1", message: "/email is empty." });
    expect(error.fields).toEqual({ email: "/email is empty. Enter an address." });
  });

  it("names a place deep inside as a path with dots", async () => {
    const error = await errorOf(answer(JSON.stringify({ detail: "not a number", place: { field: "/lines/0/price" } }), 422));
    expect(Object.keys(error.fields)).toEqual(["lines.0.price"]);
  });

  it("has its request id from the header when the body is no problem document", async () => {
    const error = await errorOf(answer("<html>Bad gateway</html>", 502, { "X-Request-Id": "r-2" }));
    expect(error).toMatchObject({ status: 502, requestId: "r-2", code: "answer.unexpected" });
  });

  it("is made of any fault", () => {
    expect(asApiError(new Error("oops")).message).toBe("oops");
    expect(asApiError("oops").message).toBe("oops");
  });
});

describe("asking again", () => {
  const failed = (status: number, wait?: number) => new ApiError({}, status, wait);
  it("is for what may pass: no connection, too many, busy", () => {
    expect([0, 429, 502, 503, 504].map((status) => shouldRetry(0, failed(status)))).toEqual([true, true, true, true, true]);
    expect([400, 401, 403, 404, 409, 412, 422, 500].some((status) => shouldRetry(0, failed(status)))).toBe(false);
    expect(shouldRetry(2, failed(503))).toBe(false);
  });
  it("waits as long as the server says, but not for ever", () => {
    expect(retryDelay(0, failed(429, 3))).toBe(3_000);
    expect(retryDelay(0, failed(429, 600))).toBe(30_000);
    expect(retryDelay(3, failed(503))).toBe(4_000);
  });
});
