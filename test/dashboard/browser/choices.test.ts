import { expect, onTestFinished, test } from "vitest";
import type { Desk } from "../../../dashboard/server/desk-port.ts";
import { serveDashboard } from "../../../dashboard/server/serve.ts";
import type { Consent, Offer, Preview } from "../../../dashboard/wire/acts.ts";
import type { BrakesModel } from "../../../dashboard/wire/models.ts";
import { openPage } from "../../support/dashboard/browser.ts";
import { FREEZE_ALL, fleetsModel } from "../../support/dashboard/models.ts";
import { fakeDesk, PREVIEW } from "../../support/dashboard/served.ts";

/** A page over a desk that notes what is agreed to. */
async function opened(path: string, parts: Partial<Desk>) {
  const asked: Consent[] = [];
  const act: Desk["act"] = async (consent) => (
    asked.push(consent), { done: true, words: "it begins", at: 0, by: "ada" }
  );
  const desk = fakeDesk({ act, ...parts });
  const dashboard = await serveDashboard({ desk, port: 0, now: Date.now, onLock: () => undefined });
  const { page, context } = await openPage();
  onTestFinished(async () => {
    await context.close();
    await dashboard.close();
  });
  await page.goto(dashboard.link(path));
  return { page, asked };
}

const START: Offer = {
  ...FREEZE_ALL,
  act: "start",
  fleet: "web",
  label: "Start a rollout",
  title: "Start a rollout of web",
};

test("each choice is read anew, nothing is agreed to before that, and an answer that comes late is of no choice", async () => {
  const late = Promise.withResolvers<void>();
  const read: (string | null)[] = [];
  const preview = async (subject: Parameters<Desk["preview"]>[0]): Promise<Preview> => {
    read.push(subject.item);
    if (subject.item === "ami-1") await late.promise;
    const does = `it runs ${subject.item}${subject.option ? " everywhere" : ""}`;
    const choices = { item: "Image", option: "Every server" };
    return { ...PREVIEW, ...START, ...subject, effects: [does], choices, typed: null, revision: does };
  };
  const { page, asked } = await opened("/", {
    preview,
    read: async () => ({ ...fleetsModel(1), offers: [START] }),
  });
  await page.getByRole("button", { name: "Start a rollout of web…" }).click();
  const dialog = page.getByRole("dialog", { name: "Start a rollout of web" });
  await dialog.getByText("it runs null").waitFor();
  await dialog.getByLabel("Reason").fill("new kernel");
  await dialog.getByLabel("Image").fill("ami-1");
  const agree = dialog.getByRole("button", { name: "Start a rollout of web" });
  await dialog.getByText("What it does is being read").waitFor();
  expect(await agree.getAttribute("aria-disabled")).toBe("true");
  await agree.click({ force: true });
  await expect.poll(() => read).toContain("ami-1");
  await dialog.getByLabel("Image").fill(" ami-2 ");
  await dialog.getByLabel("Every server").check();
  await dialog.getByText("it runs ami-2 everywhere").waitFor();
  late.resolve();
  // It stays where it was typed: reading takes nobody's place away.
  await dialog.getByLabel("Image").press("Enter");
  expect(await dialog.textContent()).toContain("it runs ami-2 everywhere");
  expect(asked).toEqual([]);
  await agree.click();
  await page.getByRole("status").filter({ hasText: "it begins" }).waitFor();
  expect(asked).toMatchObject([
    { act: "start", fleet: "web", item: "ami-2", option: true, revision: "it runs ami-2 everywhere" },
  ]);
});

test("a storm is acknowledged where it holds, by keyboard alone and with its number typed", async () => {
  const storm: Offer = {
    ...FREEZE_ALL,
    act: "acknowledge-storm",
    item: "drift#port 22#open",
    label: "Acknowledge",
    title: "Acknowledge storm 1",
  };
  const row = { id: "1", number: 1, words: "port 22 is open", fleets: 7, since: 0, offers: [storm] };
  const none = { freezes: [], approvals: [], quarantine: [], waits: [], offers: [] };
  const model: BrakesModel = { page: "brakes", ...none, storms: [row] };
  const { page, asked } = await opened("/brakes", {
    read: async () => model,
    preview: async (subject) => ({ ...PREVIEW, ...storm, ...subject, typed: "1" }),
  });
  await page.getByText("port 22 is open, on 7 fleets").waitFor();
  await page.keyboard.press(".");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Acknowledge storm 1" });
  await dialog.getByLabel("Reason").fill("we opened it");
  await page.keyboard.press("Tab");
  await page.keyboard.type("1");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("status").filter({ hasText: "it begins" }).waitFor();
  expect(asked).toMatchObject([
    { act: "acknowledge-storm", fleet: null, item: "drift#port 22#open", typed: "1" },
  ]);
  await expect
    .poll(() => page.evaluate("document.activeElement.getAttribute('aria-label')"))
    .toBe("Acknowledge storm 1…");
});
