"""Starts MiniStack with four things mended in memory, for `npm run e2e -- --patched`.

Each mend asserts that it has found its place: a version that is built differently ends with a sentence, not with a test
that proves less than it says.

1. An error of a Node function keeps its name; as shipped each is `Runtime.HandlerError`, and no Retry by name can match.
2. The condition key `events:source` is known to IAM; as shipped PutEvents is refused wherever a policy names the key.
3. PutEvents takes sources that begin with `aws.`: they stand for what AWS's own services send.
4. An alarm of metric math is taken (and never evaluated); as shipped the stack cannot be made with one.
"""

import json
import sys
import threading

NAMED = 'status: "error", error: String(err.message || err)'
HERE = threading.local()


def ask(found, what):
    if not found:
        sys.exit(f"patched.py does not fit this MiniStack: {what} is not where it was in 1.5.33")


def keep_error_names():
    from ministack.core import lambda_runtime
    from ministack.services import lambda_svc

    script = getattr(lambda_runtime, "_NODEJS_WORKER_SCRIPT", "")
    ask(script.count(NAMED) == 1, "the answer of a Node function that failed")
    ask(hasattr(lambda_svc, "_execute_function_warm"), "the call of a warm function")
    lambda_runtime._NODEJS_WORKER_SCRIPT = script.replace(NAMED, f"{NAMED}, name: String(err.name || 'Error')")
    invoke, execute = lambda_runtime.Worker.invoke, lambda_svc._execute_function_warm

    def invoke_named(self, *args, **kwargs):
        HERE.answer = invoke(self, *args, **kwargs)
        return HERE.answer

    def execute_named(func, event, request_id):
        HERE.answer = {}
        result = execute(func, event, request_id)
        body, name = result.get("body"), HERE.answer.get("name")
        if name and isinstance(body, dict) and body.get("errorType") == "Runtime.HandlerError":
            body["errorType"] = name
        return result

    lambda_runtime.Worker.invoke = invoke_named
    lambda_svc._execute_function_warm = execute_named


def know_event_sources():
    from ministack.core import iam_actions

    ask(hasattr(iam_actions, "request_tag_context"), "what IAM is told of a request")
    context_of = iam_actions.request_tag_context

    def with_sources(service, action, body, *rest):
        context = dict(context_of(service, action, body, *rest))
        if action == "events:PutEvents":
            entries = json.loads(body or b"{}").get("Entries", [])
            context["events:source"] = [entry.get("Source", "") for entry in entries]
        return context

    iam_actions.request_tag_context = with_sources


def take_events_of_services():
    from ministack.services import eventbridge

    put = getattr(eventbridge, "_put_events", None)
    ask(put is not None and "allow_aws_source" in put.__code__.co_varnames, "PutEvents")
    eventbridge._put_events = lambda data, allow_aws_source=False: put(data, allow_aws_source=True)


def take_metric_math():
    from ministack.services.cloudformation import provisioners

    record = getattr(provisioners, "_cw_metric_alarm_record", None)
    ask(record is not None, "the record of an alarm")

    def of_first_metric(name, props):
        if not props.get("Metrics"):
            return record(name, props)
        first = next(each["MetricStat"] for each in props["Metrics"] if "MetricStat" in each)
        plain = {key: value for key, value in props.items() if key != "Metrics"}
        return record(name, {**plain, **first["Metric"], "Period": first["Period"], "Statistic": first["Stat"]})

    provisioners._cw_metric_alarm_record = of_first_metric


if __name__ == "__main__":
    keep_error_names()
    know_event_sources()
    take_events_of_services()
    take_metric_math()
    from ministack.app import main

    main()
