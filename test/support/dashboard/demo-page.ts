import { openDemoDesk } from "../../../cli/demo/desk/demo-desk.ts";
import { serveDashboard } from "../../../dashboard/server/serve.ts";
import { openPage, type Watched } from "./browser.ts";

/** The demo's account served. */
export interface DemoPage {
  readonly demo: Awaited<ReturnType<typeof openDemoDesk>>;
  readonly dashboard: Awaited<ReturnType<typeof serveDashboard>>;
  /** A page of a browser of its own, opened by a link at this address. */
  open(path: string, width?: number): Promise<Watched>;
  close(): Promise<void>;
}

/** Its time runs sixty times as fast, so that what is carried out at the next look is seen within a second or two. */
export async function openDemoPage({ readOnly = false } = {}): Promise<DemoPage> {
  const demo = await openDemoDesk({ speed: 60, readOnly, version: "0.0.0" });
  const dashboard = await serveDashboard({
    desk: demo.desk,
    port: 0,
    now: Date.now,
    onLock: () => undefined,
  });
  const opened: Watched[] = [];
  const left = new AbortController();
  const running = demo.run(left.signal);
  return {
    demo,
    dashboard,
    open: async (path, width) => {
      const watched = await openPage(width);
      opened.push(watched);
      await watched.page.goto(dashboard.link(path));
      return watched;
    },
    close: async () => {
      for (const { context } of opened) await context.close();
      await dashboard.close();
      left.abort();
      await running;
    },
  };
}
