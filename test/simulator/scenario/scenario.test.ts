import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadScenario } from "../../../simulator/scenario/scenario.ts";
import { ScenarioError } from "../../../simulator/scenario/scenario-faults.ts";
import { furnish } from "../../../simulator/services/ec2/furnish.ts";
import { launchInstances } from "../../../simulator/services/ec2/instances/launch.ts";
import { createWorld } from "../../../simulator/world/world.ts";
import { eventsOf } from "../../support/simulator/ec2/furnished.ts";

const EXAMPLE = readFileSync(
  new URL("../../../simulator/scenario/scenario.example.yml", import.meta.url),
  "utf8",
);

const faultsOf = (yaml: string) => {
  const world = createWorld();
  try {
    loadScenario(world, yaml);
  } catch (error) {
    expect(world.state.images.size).toBe(0);
    if (error instanceof ScenarioError) return error.faults.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
};

describe("a scenario file", () => {
  test("puts the example's images, templates, parameters and builds into the world, without events", () => {
    const world = createWorld();
    furnish(world);
    const events = eventsOf(world);
    loadScenario(world, EXAMPLE);
    expect([...world.state.images.keys()]).toEqual([
      "ami-web-1",
      "ami-web-2",
      "ami-web-broken",
      "ami-web-unlaunchable",
    ]);
    expect(world.state.launchTemplates.get("lt-web")).toMatchObject({ name: "web", defaultVersion: 1 });
    expect(world.state.parameters.get("/images/web")).toMatchObject({ value: "ami-web-1", version: 1 });
    const [build] = world.state.imageBuilds.values();
    expect(build).toMatchObject({ name: "web-golden", amis: [{ image: "ami-web-1" }] });
    expect(events).toEqual([]);
  });

  test("scripts the servers of its images", () => {
    const world = createWorld();
    furnish(world);
    loadScenario(world, EXAMPLE);
    const data = { ImageId: "ami-web-2", InstanceType: "t3.micro" };
    const [server] = launchInstances(world, {
      count: 1,
      data,
      launchTemplate: null,
      subnetId: "subnet-a",
      tags: [],
    });
    expect(server?.script).toMatchObject({
      bootSeconds: 40,
      sickensSeconds: null,
      commandExitCodes: [{ match: "handoff", exitCode: 1 }],
    });
  });

  test("takes camel case as well", () => {
    const world = createWorld();
    loadScenario(world, "images: [{ id: ami-1, name: web, bootSeconds: 3, healthySeconds: never }]");
    expect(world.state.images.get("ami-1")?.script).toEqual({ bootSeconds: 3, healthySeconds: null });
  });

  test("has all its faults of shape reported at once, with the path as it is written", () => {
    const faults = faultsOf(`
images: [{ id: ami-1, name: web, boot-seconds: soon, colour: red }]
parameters: [{ name: /images/web }]
extras: []
`);
    expect(faults).toHaveLength(4);
    expect(faults).toEqual(
      expect.arrayContaining([
        expect.stringContaining("images[0].boot-seconds: "),
        "images[0]: unknown key 'colour'",
        expect.stringContaining("parameters[0].value: "),
        "(file): unknown key 'extras'",
      ]),
    );
  });

  test("has all its faults between entries reported at once", () => {
    expect(
      faultsOf(`
images:
  - { id: ami-1, name: web-1, tags: { "sim:error-rate": 2 } }
  - { id: ami-1, name: web-2 }
templates: [{ id: lt-1, name: web, data: { ImageId: ami-9 } }]
parameters: [{ name: /images/web, value: ami-8, data-type: "aws:ec2:image" }]
image-builds: [{ amis: [ami-7] }]
`),
    ).toEqual([
      "images[1].id: 'ami-1' is given twice",
      "images[0].tags.sim:error-rate: Tag 'sim:error-rate' has the value '2'; expected a number from 0 to 1.",
      "templates[0].data.ImageId: there is no image 'ami-9'",
      "parameters[0].value: there is no image 'ami-8'",
      "image-builds[0]: give either 'arn' or 'name'",
      "image-builds[0].amis[0]: there is no image 'ami-7'",
    ]);
  });

  test("that is not YAML says so", () => {
    expect(faultsOf("images: [")[0]).toMatch(/^\(file\): /);
  });
});
