"""Reads commands of the AWS CLI as JSON ([[word, ...], ...]) and prints what is wrong with each, by botocore's own models."""
import json
import sys

import botocore.session
from botocore import xform_name

# What the AWS CLI calls otherwise than botocore.
SERVICES = {"s3api": "s3", "configservice": "config"}
EVERYWHERE = {"region", "output", "query", "profile", "no-paginate", "cli-input-json"}
# Options that the AWS CLI names otherwise, or adds.
OPTIONS = {
    ("sns", "subscribe"): {"notification-endpoint": "endpoint"},
    ("configservice", "put-configuration-recorder"): {"recording-group": "configuration-recorder"},
}
# Stands in for whatever a fact tells.
STAND_IN = "stand-in"
# Commands of the CLI's own, with their options.
CUSTOM = {("logs", "tail"): {"filter-pattern", "since", "follow", "format"}}

session = botocore.session.get_session()
known = set(session.get_available_services())
models = {}


def operations(service):
    if service not in models:
        model = session.get_service_model(service)
        models[service] = {xform_name(name, "-"): model.operation_model(name) for name in model.operation_names}
    return models[service]


def faults(words):
    program, service, name, *rest = words
    options = [word[2:] for word in rest if word.startswith("--")]
    custom = CUSTOM.get((service, name))
    if custom is not None:
        return [f"no option --{one}" for one in options if one not in custom | EVERYWHERE]
    renamed = OPTIONS.get((service, name), {})
    rest = [f"--{renamed[word[2:]]}" if word[2:] in renamed else word for word in rest]
    options = [renamed.get(one, one) for one in options]
    service = SERVICES.get(service, service)
    if service not in known:
        return [f"no service {service}"]
    operation = operations(service).get(name)
    if operation is None:
        return [f"no operation {service} {name}"]
    shape = operation.input_shape
    members = dict(shape.members) if shape else {}
    arguments = {xform_name(member, "-"): member for member in members}
    found = set()
    wrong = []
    for option in options:
        plain = option[3:] if option.startswith("no-") and option not in arguments else option
        if option in EVERYWHERE and option not in arguments:
            continue
        if plain not in arguments:
            wrong.append(f"{name} has no --{option}")
        elif plain != option and members[arguments[plain]].type_name != "boolean":
            wrong.append(f"--{plain} is no boolean")
        else:
            found.add(arguments[plain])
    for member in (shape.required_members if shape else []):
        if member not in found:
            wrong.append(f"{name} lacks --{xform_name(member, '-')}")
    return wrong + values(rest, arguments, members)


def values(rest, arguments, members):
    """Members of JSON values must exist."""
    wrong = []
    for at, word in enumerate(rest):
        if not word.startswith("--") or word[2:] not in arguments:
            continue
        shape = members[arguments[word[2:]]]
        for value in rest[at + 1:]:
            if value.startswith("--"):
                break
            if value[:1] in "[{" and shape.type_name in ("structure", "list", "map"):
                try:
                    wrong += unknown(json.loads(value), shape, word)
                except ValueError as error:
                    wrong.append(f"{word}: {error}")
            enum = getattr(shape, "enum", None)
            if enum and value not in enum and value != STAND_IN:
                wrong.append(f"{word}: {value} is none of {enum}")
    return wrong


def unknown(value, shape, path):
    if shape.type_name == "structure":
        if not isinstance(value, dict):
            return [f"{path} is no structure"]
        return [one for key, inner in value.items() for one in (
            unknown(inner, shape.members[key], f"{path}.{key}") if key in shape.members else [f"{path} has no {key}"])]
    if shape.type_name == "list":
        if not isinstance(value, list):
            return [f"{path} is no list"]
        return [one for inner in value for one in unknown(inner, shape.member, f"{path}[]")]
    if shape.type_name == "map":
        return [one for inner in value.values() for one in unknown(inner, shape.value, f"{path}{{}}")]
    enum = getattr(shape, "enum", None)
    return [f"{path}: {value} is none of {enum}"] if enum and value not in enum else []


print(json.dumps([faults(words) for words in json.load(sys.stdin)]))
