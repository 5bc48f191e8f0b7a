import chromiumPack from "@sparticuz/chromium";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/**
 * The flags that the packaged browser comes with switch off what is tested here (`--disable-web-security`,
 * `--disable-site-isolation-trials`, `--single-process`): it is started without them.
 */
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];

let started: Promise<Browser> | undefined;

/** One for all files of this process: what a page keeps is its context's own. It ends with the process. */
const browser = (): Promise<Browser> => (started ??= launch());

async function launch(): Promise<Browser> {
  const executablePath = await chromiumPack.executablePath();
  return chromium.launch({ executablePath, args: FLAGS });
}

/** A page whose errors and refused resources fail the test that asks for them. */
export interface Watched {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the console had of errors, policy violations too. */
  readonly complaints: readonly string[];
}

/** A page of a browser profile of its own. */
export async function openPage(width = 1280): Promise<Watched> {
  const context = await (await browser()).newContext({
    viewport: { width, height: 900 },
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // What the server refuses is told by the page itself.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text()))
      complaints.push(message.text());
  });
  return { page, context, complaints };
}
