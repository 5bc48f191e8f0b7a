// Makes the README's picture of the dashboard from its demo: `npm run picture`
import chromiumPack from "@sparticuz/chromium";
import { chromium } from "playwright-core";
import { openDemoDesk } from "../../cli/demo/desk/demo-desk.ts";
import { serveDashboard } from "../../dashboard/server/serve.ts";

const TO = new URL("../../docs/images/dashboard.png", import.meta.url).pathname;
/** Until web's rollout has given its new servers traffic. */
const SETTLED_MS = 11_000;

const demo = await openDemoDesk({ speed: 10, readOnly: false, version: "0.0.0" });
const left = new AbortController();
const running = demo.run(left.signal);
const dashboard = await serveDashboard({
  desk: demo.desk,
  port: 0,
  now: () => performance.now(),
  onLock: () => undefined,
});
const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
const browser = await chromium.launch({ executablePath: await chromiumPack.executablePath(), args });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
await page.goto(dashboard.link("/"));
await page.waitForTimeout(SETTLED_MS);
await page.screenshot({ path: TO });
await browser.close();
await dashboard.close();
left.abort();
await running;
process.stdout.write(`${TO}\n`);
