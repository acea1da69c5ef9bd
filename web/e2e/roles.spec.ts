import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { allowedItems, navItems } from "../src/layout/nav";
import { apiOf, exampleRows } from "./support/api";
import { expect, listen, settled, signIn, test } from "./support/app";

const password = "a-long-enough-password-9";
const source = join(import.meta.dirname, "../src/pages");
/** Every page behind the sign-in, as the app's own routes say: a new page is tried without being named here. */
const routes = readdirSync(source).flatMap((area) => {
  const text = readFileSync(join(source, area, "routes.tsx"), "utf8");
  const made = text.split("createRoute({").filter((one) => one.includes("getParentRoute: () => appRoute"));
  return made.flatMap((one) => /^\s*path: "([^"]+)"/m.exec(one)?.[1] ?? []);
});
/** Where a page stands in the menus: "/imports/$id" under "/imports". */
const placeOf = (path: string) =>
  navItems.filter((item) => path === item.to || path.startsWith(`${item.to}/`)).sort((one, two) => two.to.length - one.to.length)[0];

type Api = Awaited<ReturnType<typeof apiOf>>;

async function personWith(api: Api, role: string, isDenied: boolean, email: string) {
  const created = await api.send("POST", "/users", { email, role, password });
  expect(created.status, JSON.stringify(created.body)).toBe(201);
  const { id, permissions } = created.body.user as { id: string; permissions: string[] };
  if (!isDenied) return permissions;
  expect((await api.send("PUT", `/users/${id}/permissions`, { denied: permissions })).status).toBe(200);
  return [];
}

/** One of each for the pages that show one: their paths by route. */
async function examplesFor(api: Api): Promise<Record<string, string>> {
  const run = await api.importText("roles-demo", "roles.csv", exampleRows(40));
  const product = async () => (await api.send("GET", "/products?limit=1&supplier=roles-demo")).body.items?.[0]?.id as string | undefined;
  await expect.poll(product).toBeTruthy();
  return { "/imports/$id": `/imports/${run}`, "/products/$id": `/products/${await product()}`, "/suppliers/$code": "/suppliers/roles-demo" };
}

/** What the server refused of what the page asked for. */
function refusalsOf(page: Page) {
  const refused: string[] = [];
  page.on("response", (answer) => {
    if (answer.status() === 403 || answer.status() >= 500) refused.push(`${answer.status()} ${answer.request().method()} ${new URL(answer.url()).pathname}`);
  });
  return refused;
}

for (const { name, role, isDenied } of [
  { name: "an administrator", role: "admin", isDenied: false },
  { name: "a manager", role: "manager", isDenied: false },
  { name: "a user", role: "user", isDenied: false },
  { name: "somebody who may do nothing", role: "user", isDenied: true },
]) {
  test(`${name} finds in the menus what he may open, and no page asks for what the server refuses`, async ({ page, browser, baseURL }, { retry }) => {
    test.setTimeout(480_000);
    const api = await apiOf(page);
    const examples = await examplesFor(api);
    const email = `${name.replaceAll(" ", "-")}${retry || ""}@shop.example`;
    const permissions = await personWith(api, role, isDenied, email);

    const context = await browser.newContext({ baseURL });
    const person = await context.newPage();
    const complaints = listen(person);
    const refused = refusalsOf(person);
    await signIn(person, { email, password });
    const menu = person.getByRole("navigation", { name: "Main" }).first().getByRole("listitem").getByRole("link");
    await expect
      .poll(() => menu.evaluateAll((links) => links.map((link) => link.getAttribute("href"))))
      .toEqual(allowedItems(permissions).filter((item) => item.group !== "hidden").map((item) => item.to));

    for (const route of routes) {
      const path = route.includes("$") ? examples[route] : route;
      if (path === undefined) throw new Error(`Give examplesFor an example of ${route}.`);
      await person.goto(path);
      await settled(person);
      const needed = placeOf(route)?.permission;
      const notAllowed = person.getByRole("main").getByText("You may not see this");
      if (needed && !permissions.includes(needed)) await expect(notAllowed, path).toBeVisible();
      else if (needed) await expect(notAllowed, path).toHaveCount(0);
      const tabs = person.getByRole("main").getByRole("tab");
      for (let index = 1; index < (await tabs.count()); index += 1) {
        await tabs.nth(index).click();
        await expect(tabs.nth(index)).toHaveAttribute("aria-selected", "true");
        await settled(person);
      }
      expect(refused, path).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });
}

test("the routes of all areas are found", () => {
  for (const item of navItems) expect(routes).toContain(item.to);
});
