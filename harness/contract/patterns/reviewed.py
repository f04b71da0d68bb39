"""Patterns that service models get wrong, each read by a person.

The key is the pattern as the model writes it, so that an entry survives renamed shapes and new releases. The
value names a shape that has it, and says what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping

SEARCHED: Mapping[str, str] = {
    "[0-9a-zA-Z._:-]": "lexv2-models.AnalyticsSessionId: one character, for the identifier of a session",
    "[a-zA-Z0-9][a-zA-Z0-9-]": "kendra-ranking.RescoreId: two characters, for an identifier of up to 36",
    "^arn:[a-z0-9]{1,10}:profile": "customer-profiles.TagArn: the beginning of an ARN, for the whole",
    "vpc-[0-9a-fA-F]": "cloudhsmv2.VpcId: one digit, for the identifier of a VPC",
    r"(?:[A-Za-z0-9_\.\-\~]+/){0,10}[A-Za-z0-9_\.\-\~]+": (
        "mediastore-data.PathNaming: no slash at the start, with which AWS's own examples begin"
    ),
}
"""Patterns that right values match in part only: they are searched for in requests, too."""

BROKEN: Mapping[str, str] = {
    r".*\\S.*": "connect.ThemeString: its backslash is doubled",
    r"\\+[1-9]\\d{1,14}$": "connect.PhoneNumber: its backslashes are doubled",
    r"\\+?[0-9]{1,11}": "connect.PhoneNumberPrefix: its backslash is doubled",
    r"^(?!\\.$)(?!\\.\\.$)[\\p{L}\\p{Z}\\p{N}\\-_.:=@'|]+$": "connect.Page: its backslashes are doubled",
    r"^$|^[\\p{L}\\p{Z}\\p{N}\\-_.:=@'|]{3,}$": "connect.Slug: its backslashes are doubled",
    r"^[\\P{C}]*$": "connect.WorkspaceTitle: its backslash is doubled",
    r"^[\\P{C}\r\n\t]*$": "connect.WorkspaceDescription: its backslash is doubled",
    r"^[\\P{C}\r\n\t]+$": "connect.DataTableDescription: its backslash is doubled",
    r"s3://\S+/.+|https://\\S+\\.s3\\.\\S+\\.amazonaws\\.com/\\S+": (
        "connect.S3Uri: the backslashes of its second branch are doubled"
    ),
    r"^arn:[a-z0-9\\-]+:vpc-lattice:[a-zA-Z0-9\\-]+:\\d{12}:"
    r"servicenetworkresourceassociation/snra-[0-9a-z]{17}$": (
        "events.ResourceAssociationArn: its backslashes are doubled"
    ),
    r"^\\S+[\\S\\s]*": "marketplace-catalog.EntityNameString: its backslashes are doubled",
    r"^d-[0-9a-f]{10}$|^[0-9a-f]{8}\\b-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-\\b[0-9a-f]{12}$": (
        "opensearch.IdentityStoreId: the backslashes of its second branch are doubled"
    ),
    "arn:aws:ivs:[a-z0-9-]+:[0-9]+:[a-z-]/[a-zA-Z0-9-]+": (
        "ivs.ResourceArn: one letter, for words such as channel"
    ),
    "arn:aws:ivschat:[a-z0-9-]+:[0-9]+:[a-z-]/[a-zA-Z0-9-]+": (
        "ivschat.ResourceArn: one letter, for words such as room"
    ),
    r"^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$": (
        "cognito-idp.DomainType: no dots, which a domain of one's own has (auth.example.com)"
    ),
    "^[0-9a-b]+": "migrationhubstrategy.ResourceId: hexadecimal digits up to b only",
}
"""Patterns that refuse what their shapes are documented to hold: they are not run."""
