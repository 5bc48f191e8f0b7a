"""Replaces the fleet web-asg blue/green with boto3, and prints what it met, as JSON. Usage: boto3_rollout.py <endpoint>"""

import json
import time

from boto3_client import client

WAIT_SECONDS = 60

ec2 = client("ec2")
autoscaling = client("autoscaling")
elbv2 = client("elbv2")


def wait(what, ready):
    end = time.monotonic() + WAIT_SECONDS
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.1)


def group(name):
    found = autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"]
    return found[0] if found else None


def healthy(target_group):
    targets = elbv2.describe_target_health(TargetGroupArn=target_group)["TargetHealthDescriptions"]
    return sum(target["TargetHealth"]["State"] == "healthy" for target in targets)


def weigh(weights):
    forward = [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in weights.items()]
    actions = [{"Type": "forward", "ForwardConfig": {"TargetGroups": forward}}]
    elbv2.modify_listener(ListenerArn=listener, DefaultActions=actions)


arns = {each["TargetGroupName"]: each["TargetGroupArn"] for each in elbv2.describe_target_groups()["TargetGroups"]}
blue, green = arns["web-a"], arns["web-b"]
balancer = elbv2.describe_load_balancers(Names=["web"])["LoadBalancers"][0]["LoadBalancerArn"]
listener = elbv2.describe_listeners(LoadBalancerArn=balancer)["Listeners"][0]["ListenerArn"]
old = group("web-asg")

version = ec2.create_launch_template_version(
    LaunchTemplateName="web",
    SourceVersion=old["LaunchTemplate"]["Version"],
    LaunchTemplateData={"ImageId": "ami-web-2"},
)["LaunchTemplateVersion"]["VersionNumber"]
# A target group is checked only while an action names it: with weight 0, before it has servers.
weigh({blue: 1, green: 0})
autoscaling.create_auto_scaling_group(
    AutoScalingGroupName="web-g0002",
    LaunchTemplate={"LaunchTemplateName": "web", "Version": str(version)},
    MinSize=old["MinSize"],
    MaxSize=old["MaxSize"],
    DesiredCapacity=old["DesiredCapacity"],
    VPCZoneIdentifier=old["VPCZoneIdentifier"],
    TargetGroupARNs=[green],
    HealthCheckType="ELB",
    HealthCheckGracePeriod=300,
)
wait("green is healthy", lambda: healthy(green) == old["DesiredCapacity"])
steps = []
for share in (10, 50, 100):
    weigh({blue: 100 - share, green: share})
    time.sleep(0.3)
    steps.append(share)
weigh({green: 1})
autoscaling.update_auto_scaling_group(AutoScalingGroupName="web-asg", MinSize=0, DesiredCapacity=0)
wait("blue is empty", lambda: group("web-asg")["Instances"] == [])
autoscaling.delete_auto_scaling_group(AutoScalingGroupName="web-asg")
wait("blue is gone", lambda: group("web-asg") is None)

print(json.dumps({"steps": steps, "version": version, "healthy": healthy(green)}))
