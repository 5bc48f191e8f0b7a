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
      "admitted is not a known key (known are fleet, image, until, force, replaceLaunchedBefore, reason, by, decided, request, recover, leg, settle)",
    ),
  ],
];
