"""Carries one execution of a machine in moto's interpreter. Its Tasks call the functions at AWS_ENDPOINT_URL_LAMBDA.

Usage: moto_machine.py <definition.json> <name> <input>. Prints {"status": …, "states": [names as entered], "cause": …}.
"""

import json
import os
import sys
import time

import boto3
from moto import mock_aws
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils

ROLE = "arn:aws:iam::123456789012:role/machine"
POLL_SECONDS = 1
# A rollout takes three to four minutes.
LONGEST_SECONDS = 420


def carry(definition, name, given):
    sfn = boto3.client("stepfunctions", region_name="us-east-1", endpoint_url="https://states.us-east-1.amazonaws.com")
    machine = sfn.create_state_machine(name="packaged", definition=definition, roleArn=ROLE)["stateMachineArn"]
    arn = sfn.start_execution(stateMachineArn=machine, name=name, input=given)["executionArn"]
    until = time.monotonic() + LONGEST_SECONDS
    while (execution := sfn.describe_execution(executionArn=arn))["status"] == "RUNNING" and time.monotonic() < until:
        time.sleep(POLL_SECONDS)
    events = sfn.get_execution_history(executionArn=arn, maxResults=1000)["events"]
    entered = [event["stateEnteredEventDetails"]["name"] for event in events if "stateEnteredEventDetails" in event]
    return {"status": execution["status"], "states": entered, "cause": execution.get("cause", "")}


def functions_elsewhere(region, **_):
    return boto3.client("lambda", region_name=region, endpoint_url=os.environ["AWS_ENDPOINT_URL_LAMBDA"])


if __name__ == "__main__":
    lambda_eval_utils.boto_client_for = functions_elsewhere
    path, name, given = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        definition = file.read()
    config = {"core": {"mock_credentials": False}, "stepfunctions": {"execute_state_machine": True}}
    with mock_aws(config=config):
        print(json.dumps(carry(definition, name, given)), flush=True)
    # What an execution that has not ended waits for is not waited for.
    os._exit(0)
