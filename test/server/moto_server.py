"""Serves moto on a random port until standard input closes.

Prints its port as one line. Each line read is an ISO 8601 time: the clock moves there, goes on ticking,
and the line is printed in answer.
"""

import json
import logging
import os
import sys
from datetime import datetime, timezone

from freezegun import freeze_time

clock = freeze_time(datetime.now(timezone.utc), tick=True).start()

# Imported only now: the clock must stand before moto reads it.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
import moto.iam.models as iam  # noqa: E402
from moto.core.exceptions import AccessDeniedError, JsonRESTError, _RESTError  # noqa: E402
from moto.core.responses import BaseResponse  # noqa: E402
from moto.core.utils import get_service_model  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

# Building all 1,600 policies of AWS takes a second at each reset; these are the ones our tests attach.
ATTACHABLE = [
    "AdministratorAccess",
    "AmazonEC2ReadOnlyAccess",
    "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess",
    "AmazonSSMManagedInstanceCore",
    "AWSBillingReadOnlyAccess",
    "AWSCloudShellFullAccess",
    "AWSCloudTrail_ReadOnlyAccess",
    "AWSLambdaBasicExecutionRole",
    "AWSSupportAccess",
    "IAMFullAccess",
    "IAMReadOnlyAccess",
    "PowerUserAccess",
    "ReadOnlyAccess",
    "SecurityAudit",
    "ViewOnlyAccess",
]
every_policy = json.loads(iam.aws_managed_policies_data)
iam.aws_managed_policies_data = json.dumps({name: every_policy[name] for name in ATTACHABLE})


def authorization_details(self, policy_filter):
    """AWS tells of its own policies only where they are attached; moto tells of all."""
    details = every_detail(self, policy_filter)
    details["managed_policies"] = [
        policy
        for policy in details["managed_policies"]
        if policy not in self.aws_managed_policies or policy.attachment_count > 0
    ]
    return details


every_detail = iam.IAMBackend.get_account_authorization_details
iam.IAMBackend.get_account_authorization_details = authorization_details

JSON_NAMES = {
    "AccessDenied": "AccessDeniedException",
    "InvalidClientTokenId": "UnrecognizedClientException",
    "SignatureDoesNotMatch": "InvalidSignatureException",
}


def authorize(self, resource="*"):
    """AWS refuses in the protocol and the words of the service; moto refuses in XML and calls it AccessDenied."""
    try:
        authorize_in_xml(self, resource)
    except _RESTError as error:
        service = get_service_model(self.boto3_service_name)
        if "json" in service.metadata["protocol"]:
            refusal = JsonRESTError(JSON_NAMES.get(error.error_type, error.error_type), error.message)
            refusal.code = 403 if service.metadata["protocol"] == "rest-json" else 400
            raise refusal from error
        if service.service_name == "ec2" and isinstance(error, AccessDeniedError):
            error.description = error.description.replace("AccessDenied", "UnauthorizedOperation", 1)
        raise


authorize_in_xml = BaseResponse._authenticate_and_authorize_normal_action
BaseResponse._authenticate_and_authorize_normal_action = authorize

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)

for line in sys.stdin:
    clock.move_to(line.strip())
    print(line.strip(), flush=True)
server.stop()
