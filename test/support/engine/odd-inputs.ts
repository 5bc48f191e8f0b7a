import fc from "fast-check";

/** What may be typed into the console: any JSON, and the keys that an input has with any JSON as their values. */
export const oddInputs = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      fleet: fc.oneof(fc.constant("web"), fc.jsonValue()),
      image: fc.jsonValue(),
      force: fc.jsonValue(),
      recover: fc.jsonValue(),
      leg: fc.jsonValue(),
      decided: fc.jsonValue(),
      settle: fc.jsonValue(),
      admitted: fc.jsonValue(),
      error: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
);
