import fc from "fast-check";
import { expect, test } from "vitest";
import { applyAsk } from "../../../src/domain/decide/apply-ask.ts";
import { decide } from "../../../src/domain/decide/decide.ts";
import { isNews, namedBy, type Wanted, withNamed } from "../../../src/domain/decide/wanted.ts";
import { runName } from "../../../src/rollout/convergence/run-name.ts";
import {
  CHANNEL,
  HOUR,
  named,
  NEW,
  NEWEST,
  NOW,
  OLD,
  stateOf,
  ONLY_LOOKS,
} from "../../support/domain/decide/states.ts";

/** An image that an event tells of, as recordNamed takes it. */
interface Told {
  readonly image: string;
  readonly madeAt: number | null;
}
type Change = (before: Wanted) => Wanted;

const told =
  ({ image, madeAt }: Told, takesNewest = true): Change =>
  (before) =>
    isNews(namedBy(before, CHANNEL), { image, madeAt }, takesNewest)
      ? withNamed(before, named(image, { madeAt }))
      : before;

/** Asks that name no image: who pins one wants it instead of what is named at that moment. */
const asked =
  (execution: string, instant: number): Change =>
  (before) =>
    applyAsk(before, CHANNEL, {
      ask: { ...ONLY_LOOKS, launchedBefore: instant },
      execution,
      by: "ada",
      reason: "new certificates",
      now: NOW,
    });

const after = (changes: readonly Change[]): Wanted =>
  changes.reduce((before, change) => change(before), stateOf({ wanted: { named: null } }).wanted);
/** What is decided, and under which name it is started. */
const outcome = (changes: readonly Change[]) => {
  const decision = decide(stateOf({ wanted: after(changes) }), NOW);
  if (decision.act === "leave") return decision;
  const { target, reason, due } = decision;
  return { target, reason, serves: due.map(({ key }) => key), name: runName("web", decision) };
};

/** Images with the instant of each; several may be of one instant. */
const images = fc
  .tuple(...[OLD, NEW, NEWEST].map((image) => fc.record({ image: fc.constant(image), madeAt: instants() })))
  .map((all) => all as readonly Told[]);
function instants() {
  return fc.constantFrom(NOW - 2 * HOUR, NOW - HOUR, NOW);
}

/** The same changes, each once or several times, in any order. */
const shuffled = (changes: readonly Change[]) =>
  fc.shuffledSubarray([...changes, ...changes, ...changes], { minLength: changes.length * 3 });

test("events of tags and pipelines and a person's instants come to one answer, doubled, late and in any order", () => {
  const changes = fc
    .tuple(images, fc.array(instants(), { maxLength: 3 }))
    .map(([all, asks]) => [
      ...all.map((each) => told(each)),
      ...asks.map((instant, index) => asked(`web-asked-${index}`, instant)),
    ]);
  fc.assert(
    fc.property(
      changes.chain((all) => fc.tuple(fc.constant(all), shuffled(all))),
      ([all, other]) => {
        expect(outcome(other)).toEqual(outcome(all));
      },
    ),
    { numRuns: 1000 },
  );
});

test("the newest image is wanted, whichever was told of first", () => {
  fc.assert(
    fc.property(
      images.chain((all) => fc.tuple(fc.constant(all), shuffled(all.map((each) => told(each))))),
      ([all, changes]) => {
        const newest = [...all].sort(
          (a, b) => (b.madeAt ?? 0) - (a.madeAt ?? 0) || b.image.localeCompare(a.image),
        )[0];
        expect(after(changes).named?.image).toBe(newest?.image);
      },
    ),
  );
});

test("of a channel the last read counts, however old its image is", () => {
  fc.assert(
    fc.property(
      fc.array(
        images.chain((all) => fc.constantFrom(...all)),
        { minLength: 1 },
      ),
      (reads) => {
        const changes = reads.map((each) => told(each, false));
        expect(after(changes).named?.image).toBe(reads.at(-1)?.image);
      },
    ),
  );
});

test("an ask that is tried again beside another's is no third one", () => {
  const [first, second] = [asked("web-asked-1", NOW - HOUR), asked("web-asked-2", NOW)];
  expect(after([first, second, first]).taken).toEqual(["web-asked-2", "web-asked-1"]);
  expect(after([first, second, first])).toEqual(after([first, second]));
});
