/** An image that is published. */
interface Published {
  /** Image Builder's build version ARN; the first is that of the sample event. */
  readonly build: string;
  /** How the image's servers behave, as `sim:` tags. */
  readonly script: Readonly<Record<string, string>>;
}

/** Something that happens to the fleet, and what is to come of it. */
export interface Act {
  readonly name: string;
  readonly title: string;
  /** An image, a change of one server that somebody makes by hand, a login to one, or the days that pass. */
  readonly happens: Published | "change by hand" | "login" | "days pass";
  readonly expects: "succeeded" | "rolled-back";
  /** What the world itself needs, seconds, if nothing were ever waited for in vain: see `DEMO`. */
  readonly lowerBoundSeconds: number;
}

/** The demo fleet's own times, seconds. */
export const DEMO = {
  servers: 6,
  launch: 5,
  boot: 25,
  healthy: 10,
  pauses: 60,
  bake: 240,
  drain: 30,
  validate: 180,
  requestsPerSecond: 100,
  /** From healthy, for the image that goes bad: past the last step of the shift. */
  errorsAfter: 120,
  /** A DescribeInstances by tag was seen to take 6.5 s (aws-facts 4). */
  scan: 6.5,
  /** From a login until it is answered. */
  access: 60,
  /** How many servers are replaced in place at once. */
  atOnce: 2,
  /** How old servers may get, and by which share of that each may be due earlier. */
  age: { max: "14d", jitter: "10%" },
  /** CloudWatch's shortest period for the load balancer's metrics. */
  alarmPeriod: 60,
} as const;

const healthy = { "sim:boot-seconds": String(DEMO.boot), "sim:healthy-seconds": String(DEMO.healthy) };
const build = (version: string): string =>
  `arn:aws:imagebuilder:us-east-1:123456789012:image/web-golden/${version}/1`;
const untilHealthy = DEMO.launch + DEMO.boot + DEMO.healthy;
const replacement = untilHealthy + DEMO.pauses + DEMO.bake + DEMO.drain;
/** One batch: its substitutes serve before the old ones drain. */
const inPlace = untilHealthy + DEMO.drain;

export const FIRST_SCRIPT = healthy;

export const ACTS: readonly Act[] = [
  {
    name: "published",
    title: "An image is published, and the fleet is replaced",
    happens: { build: build("1.0.0"), script: healthy },
    expects: "succeeded",
    lowerBoundSeconds: replacement,
  },
  {
    name: "never-healthy",
    title: "An image whose servers never get healthy: refused, traffic untouched",
    happens: { build: build("1.0.1"), script: { ...healthy, "sim:healthy-seconds": "never" } },
    expects: "rolled-back",
    lowerBoundSeconds: DEMO.launch + DEMO.validate + DEMO.drain,
  },
  {
    name: "goes-bad",
    title: "An image that passes its gates and goes bad in the bake: out with one traffic call",
    happens: {
      build: build("1.0.2"),
      script: { ...healthy, "sim:error-rate": "0.3", "sim:errors-seconds": String(DEMO.errorsAfter) },
    },
    expects: "rolled-back",
    lowerBoundSeconds: untilHealthy + DEMO.errorsAfter + DEMO.alarmPeriod + DEMO.drain,
  },
  {
    name: "drifted",
    title: "A server gets a security group by hand: found, replaced in place",
    happens: "change by hand",
    expects: "succeeded",
    lowerBoundSeconds: DEMO.scan + inPlace,
  },
  {
    name: "logged-into",
    title: "Somebody logs into a server: told at once, replaced a minute later",
    happens: "login",
    expects: "succeeded",
    lowerBoundSeconds: DEMO.access + DEMO.scan + inPlace,
  },
  {
    name: "too-old",
    title: "Two servers are too old: replaced in place, by the same image",
    happens: "days pass",
    expects: "succeeded",
    lowerBoundSeconds: DEMO.scan + inPlace,
  },
];
