import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DemoPage, openDemoPage } from "../../support/dashboard/demo-page.ts";
import { faultsHere } from "../../support/dashboard/faults-here.ts";
import { GEOMETRY } from "../../support/dashboard/geometry.ts";

let demo: DemoPage;
let page: Page;

beforeAll(async () => {
  demo = await openDemoPage();
  ({ page } = await demo.open("/"));
  // The code of its link is swapped for the token by then.
  await page.getByText(/^live/).waitFor();
}, 60_000);
afterAll(() => demo.close());

const at = (path: string): string => `http://127.0.0.1:${demo.dashboard.port}${path}`;

/** The run that was read last of a fleet. */
async function runOf(fleet: string): Promise<string> {
  const model = await demo.demo.desk.read({ page: "fleet", fleet });
  return model.page === "fleet" ? `/fleets/${fleet}/runs/${model.runs[0]?.id}` : "";
}

const PAGES: readonly (readonly [string, () => string | Promise<string>])[] = [
  ["fleets", () => "/"],
  ["fleet", () => "/fleets/web"],
  ["fleet with a finding", () => "/fleets/mail"],
  ["fleet for a person", () => "/fleets/billing"],
  ["run", () => runOf("web")],
  ["run that failed", () => runOf("ads")],
  ["calendar", () => "/calendar"],
  ["calendar as a list", () => "/calendar?view=list"],
  ["history", () => "/history"],
  ["brakes", () => "/brakes"],
  ["nothing that matches", () => "/?q=nothing"],
  ["a fleet that is not there", () => "/fleets/nowhere"],
  ["a page that is not there", () => "/x/y"],
];

const VIEWS = [
  [360, "light"],
  [800, "dark"],
  [1600, "dark"],
] as const;

test.each(PAGES)(
  "nobody is kept out of the page %s, in three widths",
  async (_name, path) => {
    const faults: string[] = [];
    await page.goto(at(await path()));
    // A page that is not there has nothing to be told of.
    await page.getByText(/^(live|opening)/).waitFor();
    await page.locator("main[id=main] h1").waitFor();
    await page.locator("section[aria-busy]").waitFor({ state: "detached" });
    for (const [width, colorScheme] of VIEWS) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      // A theme is the same rules with other colours: axe looks at each once, and the boxes are measured in every width.
      const found = width === 800 ? ((await page.evaluate(GEOMETRY)) as string[]) : await faultsHere(page);
      faults.push(...found.map((fault) => `${width} ${colorScheme}: ${fault}`));
    }
    expect(faults).toEqual([]);
  },
  60_000,
);

test("nobody is kept out of what asks for consent, nor of the help", async () => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(at("/fleets/web"));
  await page.getByRole("button", { name: "Freeze web…" }).click();
  await page.getByLabel("Reason").waitFor();
  expect(await faultsHere(page)).toEqual([]);
  await page.getByRole("button", { name: "Cancel" }).click();
  for (const name of ["Start a rollout of web", "Allow access to web"]) {
    await page.getByRole("button", { name: `${name}…` }).click();
    await page.getByRole("dialog", { name }).getByText("The same from a terminal").waitFor();
    expect(await faultsHere(page)).toEqual([]);
    await page.getByRole("button", { name: "Cancel" }).click();
  }
  await page.getByRole("button", { name: "Help and keys" }).click();
  expect(await faultsHere(page)).toEqual([]);
});

test("what is printed is dark on white, without what can only be pressed", async () => {
  await page.goto(at("/brakes"));
  await page.getByRole("heading", { name: /^Frozen/ }).waitFor();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const colour = await page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
  expect(colour).toBe("rgb(255, 255, 255)");
  expect(await page.getByRole("button").filter({ visible: true }).count()).toBe(0);
  await page.emulateMedia({ media: "screen" });
});

test("at 320 pixels, and with letters of twice the size, nothing is lost sideways", async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ["/", "/fleets/web", "/brakes"]) {
    await page.goto(at(path));
    await page.locator("main h1").waitFor();
    await page.getByText(/^live/).waitFor();
    expect(await page.evaluate(GEOMETRY)).toEqual([]);
  }
});
