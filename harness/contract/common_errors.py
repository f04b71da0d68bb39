"""Error codes that services answer with whatever the operation documents: those of their front doors."""

from __future__ import annotations

import re
from functools import lru_cache

from botocore.model import ServiceModel

# The "Common Error Types" page of each AWS API reference, what gateways and signature checks answer on
# their own, and the codes that botocore's retries know of (``botocore.retries.standard``).
_ANYWHERE = """
AccessDenied AccessDeniedException AuthFailure BadRequest BandwidthLimitExceeded EC2ThrottledException
ExpiredToken ExpiredTokenException Forbidden ForbiddenException IncompleteSignature
IncompleteSignatureException InternalError InternalFailure InternalServerError InternalServerException
InvalidAccessKeyId InvalidAction InvalidClientTokenId InvalidParameterCombination InvalidParameterValue
InvalidQueryParameter InvalidSecurity InvalidSignatureException InvalidToken MalformedHttpRequestException
MalformedInput MalformedQueryString MissingAction MissingAuthenticationToken
MissingAuthenticationTokenException MissingParameter NotAuthorized NotSignedUp OptInRequired
PriorRequestNotComplete RequestAbortedException RequestEntityTooLargeException RequestExpired
RequestInTheFuture RequestLimitExceeded RequestThrottled RequestThrottledException RequestTimeTooSkewed
RequestTimeout RequestTimeoutException SerializationException ServiceUnavailable ServiceUnavailableException
SignatureDoesNotMatch SlowDown SubscriptionRequiredException ThrottledException Throttling
ThrottlingException TooManyRequestsException TransactionInProgressException UnauthorizedOperation
UnknownOperationException UnrecognizedClientException UnsupportedOperation ValidationError
ValidationException
"""
COMMON_ERRORS = frozenset(_ANYWHERE.split())

# What S3's list of error codes has today ("Error responses" in its API reference) and the text of its model,
# which `_listed` reads, has not: answers to what a bucket was not set up for, and newer refusals.
_OF_S3 = """
AccessControlListNotSupported AuthorizationQueryParametersError ConditionalRequestConflict
IllegalLocationConstraintException InvalidBucketAclWithObjectOwnership InvalidBucketOwnerAWSAccountID
InvalidSessionException InvalidTag MalformedPolicy NoSuchCORSConfiguration NoSuchConfiguration
NoSuchObjectLockConfiguration NoSuchPublicAccessBlockConfiguration NoSuchTagSet
NoSuchWebsiteConfiguration NotModified ObjectLockConfigurationNotFoundError OwnershipControlsNotFoundError
PermanentRedirectControlError ReplicationConfigurationNotFoundError RequestHeaderSectionTooLarge
ServerSideEncryptionConfigurationNotFoundError UnauthorizedAccess UnsupportedArgument UnsupportedSignature
XAmzContentSHA256Mismatch
"""
_OF_SERVICE = {"s3": frozenset(_OF_S3.split()), "s3control": frozenset(_OF_S3.split())}

# As S3's model lists them, in the text of the member ``Code`` of its structure ``Error``.
_LISTED = re.compile(r"<i>\s*Code:\s*</i>\s*([A-Z]\w{2,})")


def is_common_error(service: ServiceModel, code: str) -> bool:
    """Tell whether any operation of a service may answer with an error, documented or not.

    Args:
        service: botocore's model of the service.
        code: the error's code; a bare HTTP status is one of those.
    """
    if code in COMMON_ERRORS or code.isdecimal():
        return True
    return code in _OF_SERVICE.get(service.service_name, ()) or code in _listed(service)


@lru_cache(maxsize=32)
def _listed(service: ServiceModel) -> frozenset[str]:
    if "Error" not in service.shape_names:
        return frozenset()
    error = service.shape_for("Error")
    member = getattr(error, "members", {}).get("Code")
    return frozenset(_LISTED.findall(member.documentation)) if member is not None else frozenset()
