import { parseDuration } from "../../../src/domain/duration.ts";
import { settleSlots } from "../../../src/ledger/brakes/slots.ts";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { BrakesPlan, ClosedPlan, FleetPlan } from "../../draws/plan.ts";
import type { ChaosWorld } from "../world.ts";

const MINUTE_MS = 60_000;
const CALENDAR = "web-freeze";
/** A slot that nobody writes a record for is another's again after so long, and a sweep comes by (src/sweep/slots). */
const FREED_MS = 900_000;

/** From when on the minutes of the plan count: the next whole one. */
const baseOf = ({ clock }: ChaosWorld): number => Math.ceil(clock.now() / MINUTE_MS) * MINUTE_MS;

/** Declares when the fleet's runs may begin, makes the calendar, and tells the judges; what is declared of it. */
export async function furnishBrakes(chaos: ChaosWorld): Promise<Partial<FleetDeclaration>> {
  const plan = chaos.plan.fleet.brakes;
  if (plan === undefined) return {};
  const { windows, calendar, budget, slots } = plan;
  const base = baseOf(chaos);
  const spans = (part: { readonly closed: readonly ClosedPlan[] } | undefined): Spans =>
    (part?.closed ?? []).map(({ from, to }) => ({
      from: base + from * MINUTE_MS,
      to: base + to * MINUTE_MS,
    }));
  const until = slots === undefined ? null : base + slots.otherMinutes * MINUTE_MS;
  if (calendar) putCalendar(chaos, calendar, spans(calendar));
  if (until !== null) {
    const other = { fleet: "other", run: "other-1", at: until };
    await settleSlots(chaos.ledger, 1, async () => [other]);
  }
  chaos.view.brakes = {
    windows: spans(windows),
    calendar: spans(calendar),
    isDenied: windows?.kind === "deny",
    hardAgeMs: hardAgeMs(chaos.plan.fleet),
    perDay: budget?.perDay ?? null,
    perReason: budget?.perReason ?? {},
    slotFrom: until === null ? null : until + FREED_MS,
  };
  const times = windows && windowsFrom(windows, spans(windows));
  const declared = declaredTimes(times, calendar !== undefined, windows?.gates);
  return { ...declared, ...(budget && { budget }) };
}

const hardAgeMs = ({ age }: FleetPlan): number | null =>
  age?.hardMax === undefined ? null : (parseDuration(age.hardMax) ?? 0) * 1000;

type Times = Pick<NonNullable<FleetDeclaration["windows"]>, "allow" | "deny">;

const declaredTimes = (
  times: Times | undefined,
  hasCalendar: boolean,
  gates: "shift" | undefined,
): Pick<FleetDeclaration, "windows"> =>
  times === undefined && !hasCalendar
    ? {}
    : {
        windows: {
          ...times,
          ...(hasCalendar && { calendar: CALENDAR }),
          fits: false,
          ...(gates && { gates }),
        },
      };

type Spans = readonly { readonly from: number; readonly to: number }[];
const textOf = (at: number): string => new Date(at).toISOString().slice(0, 16);
const windowOf = (from: number, to: number): string => `${textOf(from)}/${textOf(to)}`;
const LONG_MS = 200 * 86_400_000;

/** The same by what is denied, or by what is allowed between it. */
function windowsFrom(
  { kind }: NonNullable<BrakesPlan["windows"]>,
  closed: Spans,
): { allow?: string[]; deny?: string[] } {
  if (kind === "deny") return { deny: closed.map(({ from, to }) => windowOf(from, to)) };
  const [first] = closed;
  const starts = [(first?.from ?? 0) - 86_400_000, ...closed.map(({ to }) => to)];
  const ends = [...closed.map(({ from }) => from), (closed.at(-1)?.to ?? 0) + LONG_MS];
  return { allow: starts.map((from, index) => windowOf(from, ends[index] ?? from + LONG_MS)) };
}

/** A calendar that is closed then, or, where somebody deletes it, not there. */
function putCalendar(
  { simulator: { world }, count }: ChaosWorld,
  { isGone }: NonNullable<BrakesPlan["calendar"]>,
  closed: Spans,
): void {
  const arn = world.arn("ssm", `document/${CALENDAR}`);
  const events = isGone ? [] : closed;
  const document = {
    name: CALENDAR,
    type: "ChangeCalendar",
    calendar: { type: "DEFAULT_OPEN" as const, events },
  };
  world.state.documents.set(arn, document);
  if (!isGone) return;
  for (const { from, to } of closed) {
    world.after(Math.max(1, (from - world.now()) / 1000), () => world.state.documents.delete(arn));
    world.after((to - world.now()) / 1000, () => world.state.documents.set(arn, document));
  }
  count("calendar deleted");
}
