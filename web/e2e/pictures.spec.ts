import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { alone, expect, faults, listen, signIn } from "./support/app";
import { admin, ownProgram } from "./support/program";

const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");

alone("a product shows its pictures small from its own server, and says why one is missing", async ({ browser }, { parallelIndex }) => {
  let isThere = false;
  const supplier = createServer((asked, answer) => {
    if (asked.url === "/front.png" || isThere) answer.writeHead(200, { "Content-Type": "image/png" }).end(pixel);
    else answer.writeHead(404).end();
  });
  await new Promise<void>((resolve) => supplier.listen(0, "127.0.0.1", resolve));
  const place = `http://127.0.0.1:${(supplier.address() as AddressInfo).port}`;
  await ownProgram(parallelIndex, async (start) => {
    const { address } = await start({ ALLOWED_PRIVATE_NETWORKS: "127.0.0.0/8" });
    const context = await browser.newContext({ baseURL: address });
    const page = await context.newPage();
    const complaints = listen(page);
    await signIn(page);
    const feed = `reference;ean;designation;prix;stock;image\nT1;4006381333931;Teapot;9,50;3;${place}/front.png|${place}/back.png\n`;
    const login = await context.request.post("/api/v1/auth/login", { data: admin });
    const { access_token } = (await login.json()) as { access_token: string };
    const headers = { Authorization: `Bearer ${access_token}`, "Content-Type": "text/csv" };
    expect((await context.request.post("/api/v1/imports?supplier=potter&file_name=pots.csv", { headers, data: Buffer.from(feed) })).status()).toBe(202);
    await page.goto("/products/4006381333931");
    const front = page.getByRole("img", { name: "Teapot, picture 1 of 2" });
    await expect(async () => {
      await page.reload();
      await expect(front).toBeVisible({ timeout: 3_000 });
    }).toPass({ timeout: 120_000 });
    expect(await front.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth)).toBe(1);
    expect(await front.getAttribute("loading")).toBe("lazy");
    await expect(page.getByRole("link", { name: `back.png at 127.0.0.1:${(supplier.address() as AddressInfo).port}` })).toBeVisible();
    const again = page.getByRole("button", { name: "Fetch again" });
    await expect(again).toBeVisible({ timeout: 60_000 });
    expect(await faults(page)).toEqual([]);
    isThere = true;
    await again.click();
    await expect(page.getByRole("img", { name: "Teapot, picture 2 of 2" })).toBeVisible({ timeout: 60_000 });
    expect(complaints).toEqual([]);
    await context.close();
  }).finally(() => supplier.close());
});
