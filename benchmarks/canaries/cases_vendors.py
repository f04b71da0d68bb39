"""Tokens of vendors: known by their form, or only by the name beside them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from cases import Cases, number_of
from values import (
    BASE64,
    BASE64URL,
    LETTERS,
    LOWER,
    NOT_ZERO,
    UPPER,
    WORD,
    Draw,
    Maker,
    access_key_id,
    as_base64,
    as_base64url,
    as_json,
    drawing,
    jwt,
    session_token,
    with_checksum,
)

# How a token is made, the variable that holds it, and whether it is known by its form alone.
VENDORS: dict[
    str, tuple[Maker, str, bool]
] = {  # name: (maker, variable name, long form that is known by itself)
    "github-pat-classic": (lambda draw: with_checksum("ghp_", draw.word(30)), "GITHUB_TOKEN", True),
    "github-oauth": (lambda draw: with_checksum("gho_", draw.word(30)), "GH_OAUTH", True),
    "github-user-server": (lambda draw: with_checksum("ghu_", draw.word(30)), "GH_USER", True),
    "github-server-server": (lambda draw: with_checksum("ghs_", draw.word(30)), "GH_APP", True),
    "github-refresh": (lambda draw: "ghr_" + draw.word(76), "GH_REFRESH", True),
    "github-fine-grained": (
        lambda draw: "github_pat_11" + draw.of(UPPER, 20) + "_" + draw.word(59),
        "GITHUB_PAT",
        True,
    ),
    "gitlab-pat": (lambda draw: "glpat-" + draw.of(BASE64URL, 20), "GITLAB_TOKEN", True),
    "gitlab-runner": (lambda draw: "glrt-" + draw.of(BASE64URL, 20), "RUNNER", True),
    "gitlab-deploy": (lambda draw: "gldt-" + draw.of(BASE64URL, 20), "DEPLOY", True),
    "gitlab-trigger": (lambda draw: "glptt-" + draw.hex(40), "TRIGGER", True),
    "slack-bot": (
        lambda draw: f"xoxb-{draw.of(NOT_ZERO, 12)}-{draw.of(NOT_ZERO, 13)}-{draw.word(24)}",
        "SLACK_BOT",
        True,
    ),
    "slack-user": (
        lambda draw: (
            f"xoxp-{draw.of(NOT_ZERO, 12)}-{draw.of(NOT_ZERO, 12)}-{draw.of(NOT_ZERO, 13)}-{draw.hex(32)}"
        ),
        "SLACK_USER",
        True,
    ),
    "slack-app": (
        lambda draw: f"xapp-1-A{draw.of(UPPER, 10)}-{draw.of(NOT_ZERO, 13)}-{draw.hex(64)}",
        "SLACK_APP",
        True,
    ),
    "slack-refresh": (lambda draw: "xoxe-1-" + draw.word(146), "SLACK_RT", True),
    "slack-webhook": (
        lambda draw: (
            f"https://hooks.slack.com/services/T{draw.of(UPPER, 8)}/B{draw.of(UPPER, 10)}/{draw.word(24)}"
        ),
        "SLACK_URL",
        True,
    ),
    "stripe-live": (lambda draw: "sk_live_" + draw.word(24), "STRIPE", True),
    "stripe-live-long": (lambda draw: "sk_live_51" + draw.word(97), "STRIPE_SK", True),
    "stripe-restricted": (lambda draw: "rk_live_" + draw.word(24), "STRIPE_RK", True),
    "stripe-test": (lambda draw: "sk_test_" + draw.word(24), "STRIPE_TEST", True),
    "stripe-webhook": (lambda draw: "whsec_" + draw.word(32), "STRIPE_WH", True),
    "npm": (lambda draw: with_checksum("npm_", draw.word(30)), "NPM", True),
    "pypi": (lambda draw: "pypi-AgEIcHlwaS5vcmcC" + draw.of(BASE64URL, 150), "TWINE", True),
    "rubygems": (lambda draw: "rubygems_" + draw.hex(48), "GEM", True),
    "nuget": (lambda draw: "oy2" + draw.of(LOWER, 43), "NUGET_API_KEY", False),
    "crates-io": (lambda draw: "cio" + draw.word(32), "CARGO_REGISTRY_TOKEN", True),
    "docker-hub": (lambda draw: "dckr_pat_" + draw.of(BASE64URL, 27), "DOCKER", True),
    "sendgrid": (lambda draw: f"SG.{draw.of(BASE64URL, 22)}.{draw.of(BASE64URL, 43)}", "SENDGRID", True),
    "twilio-auth": (lambda draw: draw.hex(32), "TWILIO_AUTH_TOKEN", False),
    "twilio-api-secret": (lambda draw: draw.word(32), "TWILIO_API_SECRET", False),
    "twilio-api-key": (lambda draw: "SK" + draw.hex(32), "TWILIO_API_KEY", True),
    "mailgun": (lambda draw: "key-" + draw.hex(32), "MAILGUN", True),
    "mailgun-new": (lambda draw: f"{draw.hex(32)}-{draw.hex(8)}-{draw.hex(8)}", "MAILGUN_API_KEY", False),
    "mailchimp": (lambda draw: draw.hex(32) + "-us12", "MAILCHIMP", True),
    "google-api": (lambda draw: "AIza" + draw.of(BASE64URL, 35), "GMAPS", True),
    "google-oauth-access": (lambda draw: "ya29.a0" + draw.of(BASE64URL, 160), "GOOGLE", True),
    "google-oauth-refresh": (lambda draw: "1//0" + draw.of(BASE64URL, 60), "GOOGLE_REFRESH_TOKEN", False),
    "google-client-secret": (lambda draw: "GOCSPX-" + draw.of(BASE64URL, 28), "GOOGLE_CS", True),
    "azure-client-secret": (
        lambda draw: draw.word(3) + "8Q~" + draw.of(WORD + "_~.-", 34),
        "AZURE_CLIENT_SECRET",
        True,
    ),
    "azure-storage-key": (lambda draw: as_base64(draw.randbytes(64)), "AccountKey", False),
    "azure-devops": (
        lambda draw: draw.of("abcdefghijklmnopqrstuvwxyz234567", 52),
        "AZURE_DEVOPS_EXT_PAT",
        False,
    ),
    "datadog-api": (lambda draw: draw.hex(32), "DD_API_KEY", False),
    "datadog-app": (lambda draw: draw.hex(40), "DD_APP_KEY", False),
    "newrelic-user": (lambda draw: "NRAK-" + draw.of(UPPER, 27), "NEW_RELIC", True),
    "newrelic-license": (lambda draw: draw.hex(36) + "NRAL", "NEW_RELIC_LICENSE_KEY", True),
    "shopify-access": (lambda draw: "shpat_" + draw.hex(32), "SHOPIFY", True),
    "shopify-shared": (lambda draw: "shpss_" + draw.hex(32), "SHOPIFY_SS", True),
    "shopify-custom": (lambda draw: "shpca_" + draw.hex(32), "SHOPIFY_CA", True),
    "discord-bot": (
        lambda draw: (
            as_base64url(draw.of(NOT_ZERO, 18)) + "." + draw.of(BASE64URL, 6) + "." + draw.of(BASE64URL, 27)
        ),
        "DISCORD_BOT_TOKEN",
        True,
    ),
    "discord-webhook": (
        lambda draw: f"https://discord.com/api/webhooks/{draw.of(NOT_ZERO, 18)}/{draw.of(BASE64URL, 68)}",
        "DISCORD",
        True,
    ),
    "telegram-bot": (
        lambda draw: draw.of(NOT_ZERO, 10) + ":AA" + draw.of(BASE64URL, 33),
        "TELEGRAM_BOT_TOKEN",
        True,
    ),
    "digitalocean": (lambda draw: "dop_v1_" + draw.hex(64), "DO", True),
    "digitalocean-oauth": (lambda draw: "doo_v1_" + draw.hex(64), "DO_OAUTH", True),
    "heroku": (lambda draw: draw.uuid(), "HEROKU_API_KEY", False),
    "heroku-new": (lambda draw: "HRKU-AA" + draw.of(BASE64URL, 58), "HEROKU", True),
    "atlassian": (
        lambda draw: "ATATT3xFfGF0" + draw.of(BASE64URL, 171) + "=" + draw.of("0123456789ABCDEF", 8),
        "JIRA",
        True,
    ),
    "bitbucket-app": (lambda draw: "ATBB" + draw.word(32), "BITBUCKET", True),
    "vault-service": (lambda draw: "hvs." + draw.of(BASE64URL, 95), "VAULT", True),
    "vault-batch": (lambda draw: "hvb.AAAAAQ" + draw.of(BASE64URL, 130), "VAULT_B", True),
    "vault-old": (lambda draw: "s." + draw.word(24), "VAULT_TOKEN", False),
    "terraform-cloud": (lambda draw: f"{draw.word(14)}.atlasv1.{draw.of(BASE64URL, 67)}", "TFC", True),
    "databricks": (lambda draw: "dapi" + draw.hex(32), "DATABRICKS", True),
    "openai-old": (lambda draw: f"sk-{draw.word(20)}T3BlbkFJ{draw.word(20)}", "OPENAI", True),
    "openai-project": (
        lambda draw: f"sk-proj-{draw.of(BASE64URL, 74)}T3BlbkFJ{draw.of(BASE64URL, 74)}",
        "OPENAI_P",
        True,
    ),
    "anthropic": (lambda draw: f"sk-ant-api03-{draw.of(BASE64URL, 93)}AA", "ANTHROPIC", True),
    "huggingface": (lambda draw: "hf_" + draw.of(LETTERS, 34), "HF", True),
    "replicate": (lambda draw: "r8_" + draw.word(37), "REPLICATE", True),
    "groq": (lambda draw: "gsk_" + draw.word(52), "GROQ", True),
    "perplexity": (lambda draw: "pplx-" + draw.word(48), "PPLX", True),
    "jwt-hs256": (jwt, "JWT", True),
    "jwt-rs256": (lambda draw: jwt(draw, "RS256"), "JWT_RS", True),
    "sentry-dsn-secret": (
        lambda draw: (
            f"https://{draw.hex(32)}:{draw.hex(32)}"
            f"@o{draw.of(NOT_ZERO, 6)}.ingest.sentry.io/{draw.of(NOT_ZERO, 7)}"
        ),
        "SENTRY_DSN",
        True,
    ),
    "sentry-org": (
        lambda draw: (
            "sntrys_"
            + as_base64(as_json({"iat": 1790000000.1, "url": "https://sentry.io", "org": "acme"}))
            + "_"
            + draw.of(BASE64, 43)
        ),
        "SENTRY",
        True,
    ),
    "grafana-sa": (lambda draw: f"glsa_{draw.word(32)}_{draw.hex(8)}", "GRAFANA", True),
    "grafana-cloud": (
        lambda draw: "glc_" + as_base64(as_json({"o": "12345", "n": "acme", "k": draw.word(24)})),
        "GRAFANA_C",
        True,
    ),
    "linear": (lambda draw: "lin_api_" + draw.word(40), "LINEAR", True),
    "notion": (lambda draw: "secret_" + draw.word(43), "NOTION", True),
    "notion-new": (lambda draw: "ntn_" + draw.of(NOT_ZERO, 11) + draw.word(35), "NOTION_N", True),
    "airtable": (lambda draw: f"pat{draw.word(14)}.{draw.hex(64)}", "AIRTABLE", True),
    "asana": (lambda draw: f"1/{draw.of(NOT_ZERO, 16)}:{draw.hex(32)}", "ASANA_TOKEN", False),
    "figma": (lambda draw: "figd_" + draw.of(BASE64URL, 40), "FIGMA", True),
    "square-access": (lambda draw: "EAAA" + draw.of(BASE64URL, 60), "SQUARE", True),
    "square-secret": (lambda draw: "sq0csp-" + draw.of(BASE64URL, 43), "SQUARE_S", True),
    "paypal-braintree": (
        lambda draw: f"access_token$production${draw.of(LOWER, 16)}${draw.hex(32)}",
        "BRAINTREE",
        True,
    ),
    "facebook": (lambda draw: "EAACEdEose0cBA" + draw.word(150), "FB", True),
    "twitter-bearer": (
        lambda draw: "AAAAAAAAAAAAAAAAAAAAA" + draw.of(WORD, 40) + "%3D" + draw.word(40),
        "TWITTER_BEARER_TOKEN",
        True,
    ),
    "cloudflare-ca": (lambda draw: "v1.0-" + draw.hex(24) + "-" + draw.hex(146), "CF_CA", True),
    "cloudflare-api": (lambda draw: draw.of(BASE64URL, 40), "CLOUDFLARE_API_TOKEN", False),
    "fastly": (lambda draw: draw.of(BASE64URL, 32), "FASTLY_API_TOKEN", False),
    "pagerduty": (lambda draw: "u+" + draw.of(BASE64URL, 18), "PAGERDUTY_TOKEN", False),
    "okta": (lambda draw: "00" + draw.of(BASE64URL, 40), "OKTA_API_TOKEN", False),
    "circleci": (lambda draw: f"CCIPAT_{draw.word(22)}_{draw.hex(40)}", "CIRCLE", True),
    "buildkite": (lambda draw: "bkua_" + draw.hex(40), "BUILDKITE", True),
    "pulumi": (lambda draw: "pul-" + draw.hex(40), "PULUMI", True),
    "planetscale": (lambda draw: "pscale_pw_" + draw.of(BASE64URL, 43), "PSCALE", True),
    "supabase": (lambda draw: "sbp_" + draw.hex(40), "SUPABASE", True),
    "doppler": (lambda draw: "dp.pt." + draw.word(43), "DOPPLER", True),
    "launchdarkly": (lambda draw: "sdk-" + draw.uuid(), "LD_SDK", True),
    "postman": (lambda draw: f"PMAK-{draw.hex(24)}-{draw.hex(34)}", "POSTMAN", True),
    "dynatrace": (lambda draw: f"dt0c01.{draw.of(UPPER, 24)}.{draw.of(UPPER, 64)}", "DYNATRACE", True),
    "sonar": (lambda draw: "squ_" + draw.hex(40), "SONAR", True),
    "artifactory": (lambda draw: "AKCp8" + draw.word(68), "ARTIFACTORY", True),
    "duffel": (lambda draw: "duffel_live_" + draw.of(BASE64URL, 43), "DUFFEL", True),
    "flyio": (lambda draw: "FlyV1 fm2_" + draw.of(BASE64, 200), "FLY", True),
    "tailscale": (lambda draw: f"tskey-auth-{draw.word(17)}-{draw.word(32)}", "TAILSCALE", True),
    "age-key": (
        lambda draw: "AGE-SECRET-KEY-1" + draw.of("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58),
        "AGE",
        True,
    ),
    "aws-session-token": (session_token, "AWS_SESSION_TOKEN", True),
    "aws-akid": (access_key_id, "AWS_ACCESS_KEY_ID", True),
    "aws-akid-temp": (lambda draw: access_key_id(draw, "ASIA"), "AWS_ACCESS_KEY_ID", True),
    "aws-bedrock-key": (
        lambda draw: (
            "ABSK" + as_base64("BedrockAPIKey-" + draw.word(4) + "-at-123456789012:" + draw.word(64))
        ),
        "BEDROCK",
        True,
    ),
    "onepassword-sa": (lambda draw: "ops_ey" + draw.of(BASE64, 300), "OP", True),
}

# The texts that hold a token: from the name of its variable, the token, and more random values.
SHAPES: dict[str, Callable[[str, str, Draw], str]] = {
    "prose": lambda name, v, draw: f"Rolled back by ops, used {v} from the old laptop, please revoke.",
    "json-note": lambda name, v, draw: as_json({"event": "deploy", "note": v, "retries": 2}),
    "env": lambda name, v, draw: f"LOG_LEVEL=info\n{name}={v}\nREGION=eu-west-1\n",
    "log": lambda name, v, draw: (
        f"2026-11-22T10:00:{draw.randrange(10, 60)}Z INFO worker[17] calling upstream with {v} ok in 12ms"
    ),
    "url": lambda name, v, draw: f"GET https://api.example.com/v1/items?limit=10&t={quote(v, safe='')} 200",
    "yaml": lambda name, v, draw: f"region: eu-west-1\n{name.lower()}: {v}\nretries: 3\n",
    "csv": lambda name, v, draw: f"id,comment\n7,hello\n8,{v}\n",
}

github_token = VENDORS["github-pat-classic"][0]


def add(cases: Cases) -> None:
    for vendor, (make, variable, known) in VENDORS.items():
        third = ["prose", "log", "csv", "url", "yaml"][number_of(vendor) % 5]
        for shape in ["env", "json-note", third] if known else ["env"]:
            draw = drawing("vendor", vendor, shape)
            token = make(draw)
            text = SHAPES[shape](variable, token, draw)
            why = f"{vendor}: known by " + ("its form" if known else "the name beside it")
            cases.secret("vendor", f"{vendor}.{shape}", shape, token, text, why)
        if not known:
            add_named(cases, vendor, make, variable)


def add_named(cases: Cases, vendor: str, make: Maker, variable: str) -> None:
    """A token that has no form of its own, in JSON under its name."""
    token = make(drawing("vendor", vendor, "named-json"))
    text = as_json({"service": vendor, "config": {variable: token}})
    cases.secret(
        "vendor-named",
        f"{vendor}.json",
        "json by name",
        token,
        text,
        f"{vendor}: known by the name beside it",
    )
