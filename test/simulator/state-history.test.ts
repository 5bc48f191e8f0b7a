import { expect, test } from "vitest";
import { keepHistory } from "../../simulator/state-history.ts";
import { createWorld, type World } from "../../simulator/world/world.ts";

const put = (world: World, id: string) =>
  world.state.securityGroups.set(id, { id, vpcId: "vpc-0", name: id });
const pass = (world: World, seconds: number) => world.advanceTo(world.now() + seconds * 1000);

function changingWorld() {
  const world = createWorld();
  const history = keepHistory(world);
  const idsAsOf = (seconds: number) => [...history.asOf(seconds).securityGroups.keys()];
  return { world, history, idsAsOf };
}

test("a change that was announced shows once it is old enough, and everything of its instant with it", () => {
  const { world, idsAsOf } = changingWorld();
  put(world, "sg-1");
  world.happened("ec2", "group-created", "sg-1");
  put(world, "sg-2");
  pass(world, 4);
  expect(idsAsOf(5)).toEqual([]);
  expect(idsAsOf(2)).toEqual(["sg-1", "sg-2"]);
});

test("what was true until the next change stays known, however long ago it began", () => {
  const { world, history, idsAsOf } = changingWorld();
  put(world, "sg-1");
  history.touched();
  pass(world, 600);
  put(world, "sg-2");
  history.touched();
  pass(world, 5);
  expect(idsAsOf(10)).toEqual(["sg-1"]);
  expect(idsAsOf(0)).toEqual(["sg-1", "sg-2"]);
});

test("copies are not the state itself: a later change does not reach them", () => {
  const { world, history, idsAsOf } = changingWorld();
  put(world, "sg-1");
  history.touched();
  pass(world, 2);
  put(world, "sg-2");
  expect(idsAsOf(0)).toEqual(["sg-1"]);
});

test("a world in which nothing changes has nothing scheduled", () => {
  const { world, history } = changingWorld();
  expect(world.nextAt()).toBeUndefined();
  history.touched();
  history.touched();
  expect(world.step()).toBe(true);
  expect(world.nextAt()).toBeUndefined();
});
