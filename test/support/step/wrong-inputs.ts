const EXAMPLE = 'Start again with one such as {"fleet":"web"}';
const wrong = (faults: string): string => `the input is wrong: ${faults}. ${EXAMPLE}`;

/** What somebody may type into the console, and the sentence that the execution ends with. */
export const WRONG_INPUTS: readonly (readonly [unknown, string])[] = [
  [{}, wrong("fleet is missing")],
  [[], wrong("it must be an object, is []")],
  ["web", wrong("it must be an object, is web")],
  [null, wrong("it must be an object, is null")],
  [7, wrong("it must be an object, is 7")],
  [{ fleet: 1 }, wrong("fleet must be text in quotes, is 1")],
  [
    { fleet: "Web!" },
    wrong("fleet must be 1 to 30 lower-case letters, digits and hyphens, beginning with a letter, is Web!"),
  ],
  [{ flet: "web" }, wrong("flet is not a known key (did you mean fleet?)")],
  [
    { fleet: "web", image: "my new image" },
    wrong("image must be an image id such as ami-0123456789abcdef0, is my new image"),
  ],
  [
    { fleet: "web", request: { image: "my new image" } },
    wrong("request.image must be an image id such as ami-0123456789abcdef0, is my new image"),
  ],
  [
    { fleet: "web", admitted: { rollout: "web-1", fence: 1 } },
    wrong(
      "admitted is not a known key (known are fleet, image, until, force, replaceLaunchedBefore, reason, by, decided, request, recover, leg, settle, do, for, keep, ask)",
    ),
  ],
  [
    { fleet: "web", do: "pase", reason: "odd" },
    wrong(
      "do must be one of pause, resume, promote, abort, rollback, retry, settle, freeze, unfreeze, approve, reject (did you mean pause?), is pase",
    ),
  ],
  [
    { fleet: "web", do: "pause", for: "long", force: true },
    wrong(
      "reason is missing: say why; force stands beside do pause: beside that go reason, by, for; for is no time to come, is long: write it as 30m, 8h or 2d",
    ),
  ],
  [
    { fleet: "web", do: "pause", for: "31d", reason: "holidays" },
    wrong("for is longer than a pause may be (30d), is 31d: roll back what is to wait longer"),
  ],
  [
    { fleet: "web", do: "settle", for: "2h", reason: "green serves" },
    wrong(
      "keep is missing: give blue or green, the side on which the fleet stays; for stands beside do settle: beside that go reason, by, keep",
    ),
  ],
  [{ fleet: "web", for: "2h" }, wrong("for stands without do: say what is to be done")],
  [{ fleet: "web", ask: "3f9" }, wrong("ask stands without do: say what is to be done")],
  [
    { fleet: "web", do: "approve", ask: "web-g0007", keep: "blue", reason: "seen" },
    wrong(
      "ask must be the id of an ask, as the command that was printed with it has it, is web-g0007; keep stands beside do approve: beside that go reason, by, image, ask",
    ),
  ],
];
