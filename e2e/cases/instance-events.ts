import { existsSync, readdirSync, readFileSync } from "node:fs";
import { scheduleEvent } from "../../simulator/services/ec2/scheduled/scheduled-events.ts";
import type { BusEvent } from "../../simulator/world/world.ts";
import { ended, expectReplaced } from "../lab/fleet-view.ts";
import type { E2eCase, Lab } from "../lab/lab.ts";
import { expectSame } from "../report/expect.ts";

const ROOT = new URL("../../", import.meta.url);
const ENTERED = "entered";
const RETIRING = "retiring";
/** In the samples. */
const SAMPLED = /i-1234567890abcdef0/g;
const SAMPLED_CHANNELS = /\/immutable\//g;
const SAMPLED_MACHINE = /arn:aws:states:us-east-1:123456789012:stateMachine:rollout/g;

const textOf = (path: string): string => readFileSync(new URL(path, ROOT), "utf8");
const asEvent = (text: string): Omit<BusEvent, "id"> => {
  const { id: _id, ...event } = JSON.parse(text) as Omit<BusEvent, "resources"> &
    Partial<Pick<BusEvent, "resources">>;
  // AWS Health's events name none beside their detail.
  return { ...event, resources: event.resources ?? [] };
};

function firstServer({ account }: Pick<Lab, "account">, fleet: string): string {
  const server = [...account.simulator.world.state.instances.values()].find(
    ({ state, tags }) =>
      state === "running" && tags.some(({ key, value }) => key === "moult:fleet" && value === fleet),
  );
  return server?.id ?? "";
}

/** Puts a sample about a server on the bus. */
async function tell(lab: Lab, sample: string, server: string): Promise<string[]> {
  return lab.bus.put(asEvent(textOf(`events/in/${sample}.json`).replace(SAMPLED, server)));
}

async function replacedFor(lab: Lab, fleet: string, reason: string): Promise<void> {
  const run = await ended(lab, fleet);
  expectReplaced(lab, run, lab.account.fleets.get(fleet)?.image ?? "");
  expectSame(`why ${fleet} was replaced`, run.cause.reason, reason);
}

/** CloudTrail tells that somebody was let into a server: its fleet is replaced, since that is declared. */
export const loggedInto: E2eCase = {
  name: "a login that CloudTrail tells of",
  fleets: [{ name: ENTERED, declare: { access: { session: "replace", after: "0s" } } }],
  run: async (lab) => {
    const heard = await tell(lab, "cloudtrail-ssm-start-session", firstServer(lab, ENTERED));
    expectSame("rules that heard it", heard, [lab.stack.resources["InstanceLoggedInto"]]);
    await replacedFor(lab, ENTERED, "access");
  },
};

/** AWS Health tells that a server will be retired: EC2 shows that, and its fleet is replaced. */
export const scheduled: E2eCase = {
  name: "a retirement that AWS Health tells of",
  fleets: [{ name: RETIRING, declare: { health: { retirement: "replace" } } }],
  run: async (lab) => {
    const server = firstServer(lab, RETIRING);
    const asked = { code: "instance-retirement", seconds: 3 * 86_400, isPublished: false } as const;
    scheduleEvent(lab.account.simulator.world, server, asked);
    const heard = await tell(lab, "health-ec2-instance-retirement-scheduled", server);
    expectSame("rules that heard it", heard, [lab.stack.resources["InstanceScheduled"]]);
    await replacedFor(lab, RETIRING, "health");
  },
};

const ROW = /^\| ([a-z0-9-]+) \| (?:`(\w+)`|–) \|/gm;

/** Each sample that is at hand matches the deployed rule that docs/events.md says, or none. */
export const sampled: E2eCase = {
  name: "every sample of an event meets the deployed rule that is said",
  run: async (lab) => {
    const { Rollout = "" } = lab.stack.resources;
    const folders = ["events/in/", "../shared/events/"].filter((each) => existsSync(new URL(each, ROOT)));
    const rows = new Map(
      [...textOf("docs/events.md").matchAll(ROW)].map(([, name = "", rule]) => [name, rule]),
    );
    for (const folder of folders)
      for (const file of readdirSync(new URL(folder, ROOT))) {
        const name = file.replace(/\.json$/, "");
        if (!rows.has(name)) continue;
        const text = textOf(`${folder}${file}`).replace(SAMPLED_CHANNELS, "/images/");
        const said = rows.get(name);
        const heard = await lab.bus.matching(asEvent(text.replace(SAMPLED_MACHINE, Rollout)));
        expectSame(`rules that match ${file}`, heard, said === undefined ? [] : [lab.stack.resources[said]]);
      }
  },
};
