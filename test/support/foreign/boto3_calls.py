"""Calls the simulated account with boto3 and prints what came back, as JSON. Usage: boto3_calls.py <endpoint>"""

import datetime
import json

from boto3_client import client
from botocore.exceptions import ClientError


def error_code(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "no error"


ec2 = client("ec2")
image = ec2.register_image(Name="web", RootDeviceName="/dev/xvda")["ImageId"]
ec2.create_tags(Resources=[image], Tags=[{"Key": "fleet", "Value": "a & <b>"}])
described = ec2.describe_images(ImageIds=[image])["Images"][0]
put = client("events").put_events(
    Entries=[
        {"Source": "foreign", "DetailType": "Test", "Detail": '{"n": 1}'},
        {"Source": "aws.ec2", "DetailType": "Test", "Detail": "{}"},
    ]
)
ssm = client("ssm")
ssm.put_parameter(Name="/images/web", Value=image, Type="String")
template = ec2.create_launch_template(
    LaunchTemplateName="web", LaunchTemplateData={"ImageId": image, "InstanceType": "t3.micro"}
)["LaunchTemplate"]
autoscaling = client("autoscaling")
group = {
    "AutoScalingGroupName": "web-g0001",
    "MinSize": 0,
    "MaxSize": 3,
    "VPCZoneIdentifier": "subnet-a,subnet-b",
    "LaunchTemplate": {"LaunchTemplateId": template["LaunchTemplateId"], "Version": "1"},
    "Tags": [{"Key": "fleet", "Value": "web", "PropagateAtLaunch": True}],
}
autoscaling.create_auto_scaling_group(**group)
found = autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=["web-g0001"])["AutoScalingGroups"][0]
monitoring = client("cloudwatch")
monitoring.put_metric_alarm(
    AlarmName="web-5xx",
    Namespace="AWS/ApplicationELB",
    MetricName="HTTPCode_Target_5XX_Count",
    Statistic="Sum",
    Period=60,
    EvaluationPeriods=1,
    Threshold=0.5,
    ComparisonOperator="GreaterThanThreshold",
)
alarm = monitoring.describe_alarms(AlarmNames=["web-5xx"])["MetricAlarms"][0]
minute = datetime.datetime.fromtimestamp(1_795_000_020, datetime.timezone.utc)
monitoring.put_metric_data(
    Namespace="Shop",
    MetricData=[{"MetricName": "Depth", "Values": [1, 10], "Counts": [2, 1], "Timestamp": minute}],
)
read = monitoring.get_metric_data(
    StartTime=minute,
    EndTime=minute + datetime.timedelta(minutes=5),
    MetricDataQueries=[
        {
            "Id": each,
            "MetricStat": {"Metric": {"Namespace": space, "MetricName": name}, "Period": 60, "Stat": stat},
        }
        for each, space, name, stat in [
            ("depth", "Shop", "Depth", "Sum"),
            ("slow", "AWS/ApplicationELB", "TargetResponseTime", "p99"),
        ]
    ],
)["MetricDataResults"]
servers = ec2.run_instances(
    ImageId=image,
    InstanceType="t3.micro",
    MinCount=7,
    MaxCount=7,
    KeyName="ops",
    IamInstanceProfile={"Name": "web"},
    MetadataOptions={"HttpTokens": "required"},
    TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "fleet", "Value": "web"}]}],
)["Instances"]
changed = servers[0]["InstanceId"]
ec2.modify_instance_attribute(InstanceId=changed, Groups=["sg-web"])
monitored = ec2.monitor_instances(InstanceIds=[changed])["InstanceMonitorings"][0]
by_tag = [{"Name": "tag:fleet", "Values": ["web"]}]
pages = ec2.get_paginator("describe_instances").paginate(Filters=by_tag, PaginationConfig={"PageSize": 5})
seen = [server for page in pages for reservation in page["Reservations"] for server in reservation["Instances"]]
drifted = next(server for server in seen if server["InstanceId"] == changed)

shop = {"ClientToken": "once", "LaunchTemplateData": {"ImageId": image}}
ec2.create_launch_template(LaunchTemplateName="shop", **shop)
subnet = ec2.describe_subnets(SubnetIds=["subnet-b"])["Subnets"][0]
versioned = "/images/shop"
ssm.put_parameter(Name=versioned, Value="one", Type="String", Tags=[{"Key": "fleet", "Value": "shop"}])
ssm.put_parameter(Name=versioned, Value="two", Overwrite=True)
ssm.label_parameter_version(Name=versioned, ParameterVersion=1, Labels=["golden"])
history = ssm.get_parameter_history(Name=versioned)["Parameters"]
tags = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=versioned)["TagList"]
try:
    ec2.terminate_instances(InstanceIds=["i-0123456789abcdef0"], DryRun=True)
    dry = None
except ClientError as error:
    dry = [error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"]]

print(
    json.dumps(
        {
            "account": client("sts").get_caller_identity()["Account"],
            "tags": described["Tags"],
            "failedEntries": put["FailedEntryCount"],
            "parameterIsTheImage": ssm.get_parameter(Name="/images/web")["Parameter"]["Value"] == image,
            "groupSizes": [found["MinSize"], found["MaxSize"]],
            "groupInstances": found["Instances"],
            "groupTagPropagates": found["Tags"][0]["PropagateAtLaunch"],
            "secondGroup": error_code(autoscaling.create_auto_scaling_group, **group),
            "unknownTargetGroup": error_code(client("elbv2").describe_target_groups, Names=["none"]),
            "alarm": [alarm["StateValue"], alarm["Threshold"]],
            "metrics": [[result["Id"], result["Values"], result["StatusCode"]] for result in read],
            "serversSeen": len(seen),
            "server": {
                "key": drifted["KeyName"],
                "profile": drifted["IamInstanceProfile"]["Arn"],
                "tokens": drifted["MetadataOptions"]["HttpTokens"],
                "group": drifted["NetworkInterfaces"][0]["Groups"][0]["GroupId"],
                "device": drifted["NetworkInterfaces"][0]["Attachment"]["DeviceIndex"],
                "monitoring": monitored["Monitoring"]["State"],
            },
            "typeOfRunning": error_code(
                ec2.modify_instance_attribute, InstanceId=changed, InstanceType={"Value": "t3.small"}
            ),
            "foreignToken": error_code(ec2.describe_instances, MaxResults=5, NextToken="foreign"),
            "unknownParameter": error_code(ssm.get_parameter, Name="/none"),
            "unknownImage": error_code(ec2.describe_images, ImageIds=["ami-0123456789abcdef0"]),
            "notSimulated": error_code(client("events").list_rules),
            "dryRun": dry,
            "otherParameters": error_code(ec2.create_launch_template, LaunchTemplateName="jobs", **shop),
            "capacityReservations": len(ec2.describe_capacity_reservations()["CapacityReservations"]),
            "zone": subnet["AvailabilityZoneId"],
            "publicAddresses": subnet["MapPublicIpOnLaunch"],
            "history": [[each["Version"], each["Value"], each["Labels"]] for each in history],
            "golden": ssm.get_parameter(Name=f"{versioned}:golden")["Parameter"]["Value"],
            "parameterTags": tags,
        }
    )
)
