import { shownAt } from "../../dashboard/wire/pages.ts";
import { InvalidInput } from "../../src/errors/errors.ts";

interface Given {
  readonly page: string;
  readonly port: string;
  readonly demo?: boolean;
  readonly speed?: string;
}

const DEMO_SPEED = 10;
const MOST_PORT = 65_535;
const MOST_SPEED = 1000;

/** What was typed as numbers. Throws InvalidInput with all that is wrong with it. */
export function dashboardFaults({ page, port, demo, speed }: Given): {
  readonly port: number;
  readonly speed: number;
} {
  const faults: string[] = [];
  if (!/^\d{1,5}$/.test(port) || Number(port) > MOST_PORT)
    faults.push(`--port ${port} is no port: give a number from 0 to ${MOST_PORT}`);
  if (!page.startsWith("/") || shownAt(page) === null)
    faults.push(
      `${page} is no page: give /, /fleets/<fleet>, /fleets/<fleet>/runs/<rollout>, /calendar, /history or /brakes`,
    );
  if (speed !== undefined && demo !== true)
    faults.push("--speed stands without --demo: other time goes by itself");
  const isSpeed =
    speed === undefined ||
    (/^\d{1,4}(\.\d{1,3})?$/.test(speed) && Number(speed) > 0 && Number(speed) <= MOST_SPEED);
  if (!isSpeed) faults.push(`--speed ${speed} is no speed: give a number above 0, ${MOST_SPEED} at most`);
  if (faults.length > 0) throw new InvalidInput(faults);
  return { port: Number(port), speed: speed === undefined ? DEMO_SPEED : Number(speed) };
}
