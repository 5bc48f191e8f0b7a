"""Reads calls from standard input, one JSON list [service, action, input] a line, and prints what of them does not fit
AWS's own models, as botocore has them: members, required ones, lengths, ranges and patterns, as a JSON list.

Values of enumerations are not looked at: AWS adds some, and which ones are known goes by botocore's version.
"""

import json
import re
import sys

import botocore.session

NAMES = {"monitoring": "cloudwatch", "elasticloadbalancing": "elbv2"}
session = botocore.session.get_session()
models = {}


def compiled(pattern):
    """None for a pattern that only Java reads, such as one of characters beyond the first plane."""
    try:
        return None if pattern is None else re.compile(pattern)
    except re.error:
        return None


def sized(shape, size, place):
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < least:
        yield f"{place}: {size} is less than {least}"
    if most is not None and size > most:
        yield f"{place}: {size} is more than {most}"


def faults(shape, value, place):
    if shape.type_name == "structure":
        yield from (f"{place} lacks {name}" for name in shape.required_members if name not in value)
        for name, each in value.items():
            if name in shape.members:
                yield from faults(shape.members[name], each, f"{place}.{name}")
            else:
                yield f"{place} has no member {name}"
    elif shape.type_name == "list":
        yield from sized(shape, len(value), place)
        for each in value:
            yield from faults(shape.member, each, f"{place}[]")
    elif shape.type_name == "map":
        for each in value.values():
            yield from faults(shape.value, each, f"{place}{{}}")
    elif shape.type_name == "string" and isinstance(value, str):
        yield from sized(shape, len(value), place)
        pattern = compiled(shape.metadata.get("pattern"))
        if pattern is not None and not pattern.search(value):
            yield f"{place}: {value!r} does not match {pattern.pattern}"
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from sized(shape, value, place)


found = set()
for line in sys.stdin:
    service, action, given = json.loads(line)
    if service not in models:
        models[service] = session.get_service_model(NAMES.get(service, service))
    shape = models[service].operation_model(action).input_shape
    if shape is not None:
        found.update(faults(shape, given, action))
print(json.dumps(sorted(found)))
