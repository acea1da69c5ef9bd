import { alone, expect, listen, signIn } from "./support/app";
import { ownProgram } from "./support/program";

const rows = 40_000;
const feed = Buffer.from(`reference;designation;prix;stock\n${Array.from({ length: rows }, (_, row) => `P-${row};Teapot number ${row};${row % 90},50;${row % 7}`).join("\n")}\n`);

alone("the wizard goes on where it stood after the server was killed, while choosing columns and while importing", async ({ browser }, { parallelIndex }) => {
  alone.setTimeout(600_000);
  await ownProgram(parallelIndex, async (start) => {
    let program = await start();
    const context = await browser.newContext({ baseURL: program.address });
    const page = await context.newPage();
    const complaints = listen(page);
    await signIn(page);
    await page.goto("/imports/new");
    await page.locator("input[type=file]").setInputFiles({ name: "teapots.csv", mimeType: "text/csv", buffer: feed });
    await expect(page.getByRole("heading", { name: "How the file is read" })).toBeVisible({ timeout: 60_000 });
    await page.getByRole("button", { name: "New supplier" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Killed and alive");
    await page.getByRole("button", { name: "Create the supplier" }).click();
    await page.getByRole("button", { name: "Go on to the columns" }).click();
    await page.getByRole("combobox", { name: "Where designation goes" }).click();
    await page.keyboard.type("description");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("combobox", { name: "Where designation goes" })).toHaveText("Description");

    await program.kill();
    await expect(page.getByText("The server is not answering; trying again.")).toBeVisible({ timeout: 20_000 });
    program = await start();
    await expect(page.getByText("The server is not answering; trying again.")).toHaveCount(0, { timeout: 80_000 });
    await expect(page.getByRole("combobox", { name: "Where designation goes" })).toHaveText("Description");
    await page.getByRole("button", { name: /^Check / }).click();
    await page.getByRole("button", { name: /^Go on with/ }).click({ timeout: 180_000 });
    await page.getByRole("button", { name: /^Import .* rows$/ }).click();
    await expect(page.getByRole("button", { name: "Stop the import" })).toBeVisible();

    await program.kill();
    program = await start();
    // Nothing is done on the page: it comes back by itself, and so does the import.
    await expect(page.getByText(`All ${rows.toLocaleString("en")} rows are accounted for`)).toBeVisible({ timeout: 180_000 });
    await page.reload();
    await expect(page.getByText(`All ${rows.toLocaleString("en")} rows are accounted for`)).toBeVisible();
    expect(complaints.filter((one) => !/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_INCOMPLETE|WebSocket|NetworkError|Failed to load/.test(one))).toEqual([]);
    await context.close();
  });
});
