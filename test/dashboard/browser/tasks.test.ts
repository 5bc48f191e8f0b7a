import { readFileSync } from "node:fs";
import type { Request } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DemoPage, openDemoPage } from "../../support/dashboard/demo-page.ts";

let demo: DemoPage;
beforeAll(async () => {
  demo = await openDemoPage();
}, 60_000);
afterAll(() => demo.close());

const within = { timeout: 20_000 };

test("why search waits, and until when, is read off the list", async () => {
  const { page, complaints } = await demo.open("/");
  const row = page.getByRole("row", { name: /search/ });
  await row.waitFor();
  expect(await row.textContent()).toMatch(/waits.*window/);
  expect(page.url()).not.toContain("code");
  expect(await page.title()).toBe("fleets · moult");
  expect(complaints).toEqual([]);
});

test("which gate an image failed is read off its run", async () => {
  const { page } = await demo.open("/fleets/ads");
  await page
    .getByRole("link", { name: /rolled back/ })
    .first()
    .click();
  await page.getByRole("heading", { name: "Gates" }).waitFor();
  const gates = page.getByRole("region", { name: "Gates" });
  expect(await gates.textContent()).toContain("target-health");
  expect(await page.getByRole("main").textContent()).toMatch(/more targets must be healthy/);
});

test("servers that users are still sent to are shown so, of a fleet that can go neither on nor back", async () => {
  const { page } = await demo.open("/fleets/billing");
  await page
    .getByRole("gridcell", { name: /healthy, has traffic/ })
    .first()
    .waitFor(within);
  expect(
    await page
      .getByRole("row", { name: /candidate/ })
      .first()
      .textContent(),
  ).toContain("g2");
});

test("pay is approved from the list, with a reason, and the ledger has who and why", async () => {
  const { page } = await demo.open("/");
  await page.getByRole("button", { name: "Approve pay…" }).click();
  const dialog = page.getByRole("dialog", { name: "Approve pay" });
  await dialog.getByText("first traffic").first().waitFor();
  await page.waitForFunction("document.activeElement.textContent === 'Cancel'");
  const agree = dialog.getByRole("button", { name: "Approve pay" });
  expect(await agree.getAttribute("aria-disabled")).toBe("true");
  await dialog.getByLabel("Reason").fill("ticket 42");
  await dialog.getByLabel("Reason").press("Enter");
  expect(await dialog.isVisible()).toBe(true);
  await agree.click();
  await page.getByRole("status").filter({ hasText: "Asked" }).waitFor();
  await page.goto(`http://127.0.0.1:${demo.dashboard.port}/history?fleet=pay`);
  await page.getByText("ticket 42").first().waitFor(within);
});

test("a fleet is frozen and unfrozen, and abort wants its name typed", async () => {
  const { page } = await demo.open("/fleets/auth");
  await page.getByRole("button", { name: "Freeze auth…" }).click();
  await page.getByLabel("Reason").fill("load test");
  await page.getByRole("dialog").getByRole("button", { name: "Freeze auth" }).click();
  const unfreeze = page.getByRole("button", { name: "Unfreeze auth…" });
  await unfreeze.waitFor(within);
  await unfreeze.click();
  const dialog = page.getByRole("dialog", { name: "Unfreeze auth" });
  await dialog.getByLabel("Reason").fill("over");
  await dialog.getByLabel("Type auth to agree").fill("aut");
  const agree = dialog.getByRole("button", { name: "Unfreeze auth" });
  await agree.click({ force: true });
  expect(await dialog.isVisible()).toBe(true);
  expect(await dialog.textContent()).toContain("Type auth to agree.");
  await dialog.getByLabel("Type auth to agree").fill("auth");
  await agree.click();
  await page.getByRole("button", { name: "Freeze auth…" }).waitFor(within);
});

test("every fleet is frozen with all typed, which the brakes show, and who froze is found", async () => {
  const { page } = await demo.open("/");
  await page.getByRole("button", { name: "Freeze all…" }).click();
  const dialog = page.getByRole("dialog", { name: "Freeze all" });
  await dialog.getByLabel("Reason").fill("incident 4711");
  await dialog.getByLabel("Type all to agree").fill("all");
  await dialog.getByRole("button", { name: "Freeze all" }).click();
  await page.getByRole("link", { name: "Brakes" }).click();
  const frozen = page.getByRole("region", { name: /^Frozen/ });
  await frozen.getByText("incident 4711").waitFor(within);
  expect(await frozen.textContent()).toContain("ada@acme");
  await frozen.getByRole("button", { name: "Unfreeze all…" }).click();
  await page.getByLabel("Reason").fill("over");
  await page.getByLabel("Type all to agree").fill("all");
  await page.getByRole("dialog").getByRole("button", { name: "Unfreeze all" }).click();
  await frozen.getByText("incident 4711").waitFor({ state: "detached", ...within });
});

test("a rollout of every server is asked for, when what that does was read", async () => {
  const { page } = await demo.open("/fleets/geo");
  await page.getByRole("button", { name: "Start a rollout of geo…" }).click();
  const dialog = page.getByRole("dialog", { name: "Start a rollout of geo" });
  await dialog.getByLabel("Replace every server").check();
  await dialog.getByText("Every server of geo is replaced").waitFor();
  await dialog.getByLabel("Reason").fill("new kernel");
  const agree = dialog.getByRole("button", { name: "Start a rollout of geo" });
  expect(await agree.getAttribute("aria-disabled")).toBe("true");
  await dialog.getByLabel("Type geo to agree").fill("geo");
  await agree.click();
  await page.getByRole("status").filter({ hasText: "asked for as" }).waitFor();
  await page.goto(`http://127.0.0.1:${demo.dashboard.port}/history?fleet=geo`);
  await page.getByText("new kernel").first().waitFor(within);
});

test("people are let into one server of mail, and what is no server is told before anything is asked", async () => {
  const { page } = await demo.open("/fleets/mail");
  await page.locator(".cell").first().waitFor();
  const server = (await page.locator(".cell").first().getAttribute("data-id")) ?? "";
  await page.getByRole("button", { name: "Allow access to mail…" }).click();
  const dialog = page.getByRole("dialog", { name: "Allow access to mail" });
  await dialog.getByLabel(/^Server/).fill("mail-1");
  await dialog.getByText("mail-1 is no id of a server").waitFor();
  const agree = dialog.getByRole("button", { name: "Allow access to mail" });
  expect(await agree.count()).toBe(0);
  await dialog.getByLabel(/^Server/).fill(server);
  await dialog.getByText(`Who logs into ${server}`).waitFor();
  await dialog.getByLabel("Reason").fill("heap dump");
  await dialog.getByLabel(/^For how long/).fill("30m");
  await agree.click();
  await page
    .getByRole("status")
    .filter({ hasText: `who logs into ${server}` })
    .waitFor();
});

test("an image is let out of quarantine", async () => {
  const { page } = await demo.open("/brakes");
  const region = page.getByRole("region", { name: /quarantine/ });
  await region
    .getByRole("button", { name: /^Lift / })
    .first()
    .click();
  const image = (await page.getByRole("dialog").locator("code").nth(1).textContent()) ?? "";
  expect(image).toMatch(/^ami-/);
  expect(await region.getByText(image).count()).toBe(1);
  await page.getByLabel("Reason").fill("the alarm was another's");
  await page.getByLabel(/to agree/).fill(image);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Lift / })
    .click();
  await region.getByText(image).waitFor({ state: "detached", ...within });
});

test("a filtered link shows the same in another tab, which needs no link of its own", async () => {
  const { page, context } = await demo.open("/");
  await page.getByRole("button", { name: /needs a person/ }).click();
  await page.getByRole("row", { name: /billing/ }).waitFor();
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByRole("row", { name: /billing/ }).waitFor();
  expect(await other.getByRole("row", { name: /cart/ }).count()).toBe(0);
  expect(await other.getByRole("button", { name: /needs a person/ }).getAttribute("aria-pressed")).toBe(
    "true",
  );
});

test("seven tabs of one browser all load, by one stream", async () => {
  const { page, context } = await demo.open("/");
  const streams = new Set<Request>();
  context.on("request", (request) => {
    if (request.url().includes("/api/stream")) streams.add(request);
  });
  context.on("requestfailed", (request) => streams.delete(request));
  context.on("requestfinished", (request) => streams.delete(request));
  await page.getByRole("row", { name: /web/ }).first().waitFor();
  for (const path of ["/fleets/web", "/brakes", "/history", "/fleets/mail", "/", "/fleets/jobs"]) {
    const tab = await context.newPage();
    await tab.goto(`http://127.0.0.1:${demo.dashboard.port}${path}`);
    await tab.getByText(/^live/).waitFor(within);
  }
  expect(streams.size).toBe(1);
});

test("the history goes out as a file", async () => {
  const { page } = await demo.open("/history?fleet=billing");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "CSV" }).click(),
  ]);
  const text = readFileSync(await download.path(), "utf8");
  expect(text.split("\r\n")[0]).toBe("at,fleet,run,phase,kind,action,subject,by,reason,evidence");
  expect(text).toContain("checkout is slow");
});

test("by keyboard alone: to a fleet, to its odd server, and a freeze", async () => {
  const { page } = await demo.open("/");
  await page.getByRole("row", { name: /mail/ }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("mail");
  await page.getByText("1 of 13 fleets").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "mail", level: 1 }).waitFor();
  await page.waitForFunction("document.activeElement.textContent === 'mail'");
  await page.locator(".cell").first().waitFor();
  for (let tabs = 0; tabs < 20; tabs += 1) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate("document.activeElement.getAttribute('role')")) === "gridcell") break;
  }
  await page.keyboard.press("n");
  await page.waitForFunction(
    "document.activeElement.getAttribute('aria-label')?.includes('security group sg-default')",
  );
  await page.keyboard.press(".");
  for (let tabs = 0; tabs < 6; tabs += 1) {
    if (((await page.evaluate("document.activeElement.textContent")) as string).startsWith("Freeze")) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByText("Nothing of mail is changed").waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe("Freeze…");
});
