import { expect, test } from "vitest";
import { measureScan } from "../../bench/scan/measure.ts";
import { isReached } from "../../bench/scan/scan.ts";

test("400 servers of 20 fleets with 12 channels are scanned with as many calls as there are pages of each kind", async () => {
  const scan = await measureScan({ servers: 400, fleets: 20, channels: 12 });
  expect(scan).toMatchObject({
    awsCalls: 6,
    callsByAction: {
      "ec2:DescribeInstances": 1,
      "ec2:DescribeInstanceStatus": 1,
      "autoscaling:DescribeAutoScalingGroups": 1,
      "ssm:GetParameters": 2,
      "ec2:DescribeLaunchTemplates": 1,
    },
    callsPerThousand: 15,
    // One server in a hundred differs: known since the scan before, so nothing is written and nobody is told.
    findings: 4,
    ledgerWrites: 0,
    events: 0,
  });
  // One page by tag takes 6.5 s, and nothing else here takes long.
  expect(scan.longestInvocationSeconds).toBeGreaterThan(6.5);
  expect(scan.simulatedSeconds).toBeLessThan(8);
  expect(scan.ledgerReads).toBeGreaterThan(20);
  expect(scan.peakMegabytes).toBeGreaterThan(0);
}, 60_000);

test("a goal is missed by a call, a write or an event too many", async () => {
  const scan = await measureScan({ servers: 100, fleets: 5, channels: 5 });
  const goal = { servers: 100, fleets: 5, channels: 5, calls: scan.awsCalls };
  const small = { ...scan, peakMegabytes: 100 };
  expect(isReached(small, goal)).toBe(true);
  expect(isReached(small, { ...goal, calls: scan.awsCalls - 1 })).toBe(false);
  expect(isReached(small, { ...goal, callsPerThousand: 1 })).toBe(false);
  for (const worse of [{ ledgerWrites: 1 }, { events: 1 }, { peakMegabytes: 513 }, { simulatedSeconds: 301 }])
    expect(isReached({ ...small, ...worse }, goal)).toBe(false);
}, 60_000);
