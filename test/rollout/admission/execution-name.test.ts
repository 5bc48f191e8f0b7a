import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventExecutionName } from "../../../src/rollout/admission/execution-name.ts";

const fleets = fc.stringMatching(/^[a-z][a-z0-9-]{0,29}$/);
const images = fc.stringMatching(/^ami-[0-9a-f]{8,17}$/);

describe("eventExecutionName", () => {
  it("names fleet, image and event", () => {
    expect(
      eventExecutionName("web", "ami-0abcdef1234567890", "00000000-0000-4000-8000-000000000006"),
    ).toMatch(/^web-ami-0abcdef1234567890-[0-9a-f]{12}$/);
  });

  it("is one that Step Functions takes", () => {
    fc.assert(
      fc.property(fleets, images, fc.string(), (fleet, image, event) => {
        expect(eventExecutionName(fleet, image, event)).toMatch(/^[0-9A-Za-z_-]{1,80}$/);
      }),
    );
  });

  it("is the same for the same event only", () => {
    fc.assert(
      fc.property(fleets, images, fc.uuid(), fc.uuid(), (fleet, image, a, b) => {
        expect(eventExecutionName(fleet, image, a) === eventExecutionName(fleet, image, b)).toBe(a === b);
      }),
    );
  });
});
