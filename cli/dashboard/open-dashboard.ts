import { serveDashboard } from "../../dashboard/server/serve.ts";
import type { Desk } from "../../dashboard/server/desk-port.ts";
import type { Session } from "../session/session.ts";

interface Asked {
  readonly page: string;
  readonly port: number;
  readonly speed: number;
  readonly readOnly: boolean;
  readonly demo: boolean;
}

/** Serves the dashboard until the person leaves, and shows its link; Enter shows a new one. */
export async function openDashboard(session: Session, { page, port, ...asked }: Asked): Promise<void> {
  const { desk, run } = asked.demo
    ? await demoDesk(session, asked)
    : await accountDesk(session, asked.readOnly);
  const served = await serveDashboard({
    desk,
    port,
    now: Date.now,
    onLock: () => session.say("Somebody tries keys of this dashboard: none is looked at for a minute."),
  });
  const show = (): void =>
    session.say([
      "",
      `Open ${served.link(page)}`,
      "It opens one page, within a minute. Enter shows another link, Ctrl-C ends it.",
    ]);
  show();
  session.whenLeft("The dashboard is closed; nothing that was asked for is stopped by that.");
  await session.holdTerminal((key) => {
    if (key === "return" || key === "enter") show();
  });
  try {
    await Promise.race([run(session.left), untilLeft(session.left)]);
  } finally {
    await served.close();
  }
}

const untilLeft = (left: AbortSignal): Promise<void> =>
  new Promise((resolve) => left.addEventListener("abort", () => resolve(), { once: true }));

interface Opened {
  readonly desk: Desk;
  /** What goes on meanwhile. */
  readonly run: (left: AbortSignal) => Promise<void>;
}

async function demoDesk(
  session: Session,
  { speed, readOnly }: Pick<Asked, "speed" | "readOnly">,
): Promise<Opened> {
  const { openDemoDesk } = await import("../demo/desk/demo-desk.ts");
  const { ownVersion } = await import("../session/own-version.ts");
  session.say("A simulated account with thirteen fleets is set up ...");
  return openDemoDesk({ speed, readOnly, version: ownVersion() });
}

async function accountDesk(session: Session, readOnly: boolean): Promise<Opened> {
  const { openDesk } = await import("../../dashboard/desk/open-desk.ts");
  const { ownVersion } = await import("../session/own-version.ts");
  const plane = await session.plane({ aws: true });
  const context = session.context();
  const by = session.caller() ?? session.io.environment.user;
  const place = {
    account: context?.account ?? null,
    region: context?.region ?? "",
    ledger: context === null ? "" : `${context.ledger.kind} ${context.ledger.name}`,
    version: ownVersion(),
    who: by,
    readOnly,
    endpoint: context?.endpoint ?? null,
    speed: 1,
  };
  const caller = session.caller();
  const answersAs = caller === null ? {} : { answersAs: { by: caller, proof: "caller-identity" as const } };
  return {
    desk: openDesk(plane, { place, by: session.io.environment.user, ...answersAs }),
    run: untilLeft,
  };
}
