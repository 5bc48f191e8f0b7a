"""Clients of the simulated account at the endpoint that a script is given as its argument, without retries."""

import sys

import boto3
from botocore.config import Config


def client(service):
    return boto3.client(
        service,
        endpoint_url=sys.argv[1],
        region_name="us-east-1",
        aws_access_key_id="foreign",
        aws_secret_access_key="secret",
        config=Config(retries={"max_attempts": 0}),
    )
