import { describe, expect, it } from "vitest";
import { notTakenUp } from "./pictures";

const kept = (...urls: string[]) => urls.map((url) => ({ url }));

describe("pictures that a feed names", () => {
  it("are all to come while none is known", () => {
    expect(notTakenUp(["https://a.example/1.jpg", "https://a.example/2.jpg"], [])).toEqual(["https://a.example/1.jpg", "https://a.example/2.jpg"]);
  });

  it("are to come beside those that are known", () => {
    expect(notTakenUp(["https://a.example/1.jpg", "https://a.example/2.jpg"], kept("https://a.example/1.jpg"))).toEqual(["https://a.example/2.jpg"]);
  });

  it("are known in the spelling of the server", () => {
    const urls = ["HTTPS://A.example:443/r\u00e9f 1.jpg#front", "//b.example/2.jpg", "https://a.example/3.jpg"];
    expect(notTakenUp(urls, kept("https://a.example/r%C3%A9f%201.jpg", "https://b.example/2.jpg"))).toEqual(["https://a.example/3.jpg"]);
  });

  it("are not to come when as many are known, however they are spelled", () => {
    expect(notTakenUp(["https://a.example/a|b.jpg"], kept("https://a.example/a%7Cb.jpg"))).toEqual([]);
  });

  it("are told once, and as they are written when they are no address", () => {
    expect(notTakenUp(["http://", "http://", "https://a.example/1.jpg"], kept("https://a.example/1.jpg"))).toEqual(["http://"]);
  });
});
