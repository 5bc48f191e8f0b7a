import {
  DescribeLoadBalancerAttributesCommand,
  DescribeTargetGroupAttributesCommand,
  ModifyLoadBalancerAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, test } from "vitest";
import { bothWays } from "../../support/simulator/both-ways.ts";
import {
  type Balanced,
  connectBalanced,
  createTargetGroup,
  setAttributes,
} from "../../support/simulator/elbv2/load-balanced.ts";

const list = (attributes: Readonly<Record<string, string>>) =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));

const setBalancer = ({ run, elb, loadBalancerArn }: Balanced, attributes: Record<string, string>) =>
  run(
    elb.send(
      new ModifyLoadBalancerAttributesCommand({
        LoadBalancerArn: loadBalancerArn,
        Attributes: list(attributes),
      }),
    ),
  );

const keys = (attributes: readonly { Key?: string | undefined }[] | undefined): string[] =>
  (attributes ?? []).map(({ Key = "" }) => Key).toSorted();

bothWays("Load balancer attributes", (connect) => {
  test("of an Application Load Balancer are all that ELB/LoadBalancerAttribute names", async () => {
    const { run, elb, loadBalancerArn } = await connectBalanced(connect);
    const command = new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: loadBalancerArn });
    const { Attributes } = await run(elb.send(command));
    expect(keys(Attributes)).toEqual([
      "access_logs.s3.bucket",
      "access_logs.s3.enabled",
      "access_logs.s3.prefix",
      "client_keep_alive.seconds",
      "connection_logs.s3.bucket",
      "connection_logs.s3.enabled",
      "connection_logs.s3.prefix",
      "deletion_protection.enabled",
      "health_check_logs.s3.bucket",
      "health_check_logs.s3.enabled",
      "health_check_logs.s3.prefix",
      "idle_timeout.timeout_seconds",
      "ipv6.deny_all_igw_traffic",
      "load_balancing.cross_zone.enabled",
      "routing.http.desync_mitigation_mode",
      "routing.http.drop_invalid_header_fields.enabled",
      "routing.http.preserve_host_header.enabled",
      "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
      "routing.http.xff_client_port.enabled",
      "routing.http.xff_header_processing.mode",
      "routing.http2.enabled",
      "waf.fail_open.enabled",
      "zonal_shift.config.enabled",
    ]);
  });

  test("of a Network Load Balancer are others, with cross-zone load balancing off", async () => {
    const account = await connectBalanced(connect, "network");
    const { run, elb, loadBalancerArn } = account;
    const command = new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: loadBalancerArn });
    const { Attributes } = await run(elb.send(command));
    expect(Attributes).toContainEqual({ Key: "load_balancing.cross_zone.enabled", Value: "false" });
    expect(Attributes).toContainEqual({ Key: "secondary_ips.auto_assigned.per_subnet", Value: "0" });
    await setBalancer(account, { "secondary_ips.auto_assigned.per_subnet": "2" });
    await expect(
      setBalancer(account, { "secondary_ips.auto_assigned.per_subnet": "1" }),
    ).rejects.toMatchObject({ name: "InvalidConfigurationRequestException" });
  });

  test("are changed one by one, and refused where a value is none", async () => {
    const account = await connectBalanced(connect);
    const changed = await setBalancer(account, { "idle_timeout.timeout_seconds": "30" });
    expect(changed.Attributes).toContainEqual({ Key: "idle_timeout.timeout_seconds", Value: "30" });
    for (const wrong of [
      { "idle_timeout.timeout_seconds": "0" },
      { "load_balancing.cross_zone.enabled": "false" },
      { "access_logs.s3.enabled": "true" },
      { "no_such.attribute": "1" },
      { "secondary_ips.auto_assigned.per_subnet": "1" },
    ])
      await expect(setBalancer(account, wrong)).rejects.toMatchObject({ name: "ValidationError" });
  });
});

bothWays("Target group attributes", (connect) => {
  test("that do not go together are refused (ELB/TargetGroupAttribute, aws-facts 8.7)", async () => {
    const account = await connectBalanced(connect);
    const arn = await createTargetGroup(account, "blue");
    for (const wrong of [
      {
        "slow_start.duration_seconds": "30",
        "load_balancing.algorithm.type": "least_outstanding_requests",
      },
      { "slow_start.duration_seconds": "30", "load_balancing.algorithm.type": "weighted_random" },
      { "load_balancing.algorithm.anomaly_mitigation": "on" },
      { "stickiness.enabled": "true", "load_balancing.cross_zone.enabled": "false" },
    ])
      await expect(setAttributes(account, arn, wrong)).rejects.toMatchObject({
        name: "InvalidConfigurationRequestException",
      });
    for (const wrong of [
      { "slow_start.duration_seconds": "29" },
      { "stickiness.enabled": "true", "stickiness.type": "app_cookie" },
      {
        "stickiness.enabled": "true",
        "stickiness.type": "app_cookie",
        "stickiness.app_cookie.cookie_name": "AWSALBAPP",
      },
    ])
      await expect(setAttributes(account, arn, wrong)).rejects.toMatchObject({ name: "ValidationError" });
    const { run, elb } = account;
    const described = await run(elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn })));
    expect(described.Attributes).toContainEqual({ Key: "slow_start.duration_seconds", Value: "0" });
  });

  test("of UDP groups end connections with the delay, and leave those to unhealthy targets alone", async () => {
    const account = await connectBalanced(connect, "network");
    const arn = await createTargetGroup(account, "flows", { Protocol: "UDP" });
    const { run, elb } = account;
    const { Attributes } = await run(
      elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn })),
    );
    const byKey = Object.fromEntries((Attributes ?? []).map(({ Key, Value }) => [Key, Value]));
    expect(byKey).toMatchObject({
      "deregistration_delay.connection_termination.enabled": "true",
      "target_health_state.unhealthy.connection_termination.enabled": "false",
    });
    await expect(
      setAttributes(account, arn, { "preserve_client_ip.enabled": "false" }),
    ).rejects.toMatchObject({
      name: "ValidationError",
    });
  });

  test("of TCP groups have a draining interval only where connections to unhealthy targets are kept", async () => {
    const account = await connectBalanced(connect, "network");
    const arn = await createTargetGroup(account, "flows");
    const interval = { "target_health_state.unhealthy.draining_interval_seconds": "60" };
    await expect(setAttributes(account, arn, interval)).rejects.toMatchObject({
      name: "InvalidConfigurationRequestException",
    });
    const kept = { "target_health_state.unhealthy.connection_termination.enabled": "false" };
    await setAttributes(account, arn, { ...kept, ...interval });
    const { run, elb } = account;
    const described = await run(elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn })));
    expect(described.Attributes).toEqual(expect.arrayContaining(list({ ...kept, ...interval })));
  });
});
