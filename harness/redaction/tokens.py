"""Secrets that are known by a form of their own: the tokens of vendors.

The forms are facts of what vendors issue: a prefix, an alphabet and a length. Most are those of gitleaks
(``gitleaks.json``, which ``tools/gitleaks.py`` writes). `OWN` are those that gitleaks lacks, or finds only
next to the vendor's name, or of one length or prefix where the vendor has others; they are taken from
detect-secrets 1.5 (https://github.com/Yelp/detect-secrets, Apache License 2.0) and from the vendors' own
documentation.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any, NamedTuple

import orjson

from harness.redaction.hints import either, has, hint_of
from harness.redaction.stand_ins import is_stand_in


class Form(NamedTuple):
    """The form of one kind of token.

    Attributes:
        kind: what it is, for a report.
        prefix: what it begins with, an expression.
        body: what follows, an expression.
        kept: whether the prefix is no part of the secret and stays: that of an address.
        entropy: how many bits a character has at least; what has less is a mask or a placeholder.
        innocent: what is no secret though it has the form, an expression; empty if there is nothing.
    """

    kind: str
    prefix: str
    body: str
    kept: bool = False
    entropy: float = 0
    innocent: str = ""


_W = r"[\w-]"
_A = r"[A-Za-z0-9]"

OWN = (
    Form("1Password token", "ops_ey", r"[A-Za-z0-9+/]{50,}={0,3}"),
    Form("Adafruit key", "aio_", rf"{_A}{{28}}"),
    Form("Alibaba access key id", "LTAI", rf"{_A}{{12,24}}"),
    Form("Amazon Bedrock key", "bedrock-api-key-", r"[A-Za-z0-9+/]{20,}={0,2}"),
    Form("Anthropic key", r"sk-ant-[a-z]+\d\d-", rf"{_W}{{40,}}"),
    Form(
        "Asana token",
        r"[0-2]/",
        r"\d{12,20}(?:/\d{12,20})?:[0-9a-f]{32}",
    ),
    Form("Atlassian token", "AT(?:ATT|CTT)3", r"[\w+/=-]{60,300}"),
    Form("Bitbucket app password", "ATBB", rf"{_A}{{24,40}}"),
    Form("AWS Marketplace key", r"amzn\.mws\.", r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"),
    Form("Buildkite token", "bk(?:ua|at|ct)_", r"[0-9a-f]{40}"),
    Form("CircleCI token", "CCI(?:PAT|PRJ)_", rf"{_A}{{10,30}}_[0-9a-f]{{40}}"),
    Form("Contentful token", "CFPAT-", rf"{_W}{{43}}"),
    Form("crates.io token", "cio", rf"{_A}{{32}}"),
    Form("Databricks token", "d(?:ose|kea)", r"[a-f0-9]{32}(?:-\d)?"),
    Form("Deno token", "dd[pw]_", rf"{_A}{{36}}"),
    Form(
        "Discord token",
        "",
        r"[MNO][A-Za-z0-9]{23,26}\.[\w-]{6}\.[\w-]{27,40}",
    ),
    Form(
        "Discord webhook",
        r"/api/webhooks/\d{15,21}/",
        rf"{_W}{{60,80}}",
        kept=True,
    ),
    Form("Docker token", "dckr_(?:pat|oat)_", rf"{_W}{{20,50}}"),
    Form(
        "Doppler token",
        r"dp\.(?:st|ct|scim|audit|sa|said)\.",
        r"[\w.-]{40,80}",
    ),
    Form("Dropbox token", r"sl\.", rf"{_W}{{120,}}"),
    Form("Dynatrace token", r"dt0[a-z]\d\d\.", r"[A-Za-z0-9]{24}\.[A-Za-z0-9]{64}"),
    Form("Facebook token", "EAA[A-Z]", rf"{_A}{{60,}}"),
    Form("Figma token", "fig[dou]h?_", rf"{_W}{{30,60}}"),
    Form("Flutterwave key", "FLWSECK-", r"[A-Za-z0-9]{12,40}(?:-X)?"),
    Form(
        "GitLab token",
        "gl(?:pat|dt|ptt|rt|rtr|cbt|ft|fft|imt|agent|oas|soat|ffct|wt)-",
        r"[\w.-]{20,300}",
    ),
    Form("GoCardless token", "live_", r"[\w=-]{40}"),
    Form("Google client secret", "GOCSPX-", rf"{_W}{{28}}"),
    Form("Google token", r"ya29\.", r"[\w.-]{20,}"),
    Form("Google refresh token", "1//0", rf"{_W}{{40,}}"),
    Form("Grafana key", "eyJrIjoi", r"[A-Za-z0-9+/]{60,400}={0,3}"),
    Form("Groq key", "gsk_", rf"{_A}{{52}}"),
    Form(
        "HubSpot key",
        r"pat-(?:na|eu)\d-",
        r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",
    ),
    Form(
        "LaunchDarkly key",
        "(?:sdk|mob|api)-",
        r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",
    ),
    Form("Linear key", "lin_oauth_", rf"{_A}{{40,64}}"),
    Form("Lob key", "(?:live|test)_", r"[a-f0-9]{35}"),
    Form("Mailchimp key", "", r"[0-9a-f]{32}-us\d{1,2}"),
    Form("Mailgun key", "key-", r"[0-9a-f]{32}"),
    Form("Mailgun key", "", r"[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}"),
    Form("Mapbox token", r"sk\.", r"eyJ[\w-]{30,}\.[\w-]{20,}"),
    Form("Mercado Pago token", "APP_USR-", r"\d{10,20}-\d{6}-[0-9a-f]{32}(?:-\d+)?"),
    Form(
        "Microsoft Teams webhook",
        r"\.office\.com/webhook(?:b2)?/[0-9a-f@-]{36,80}/IncomingWebhook/",
        r"[0-9a-f]{32}(?:/[0-9a-f-]{36})?",
        kept=True,
    ),
    Form("MongoDB Atlas secret", "mdb_sa_sk_", rf"{_W}{{30,60}}"),
    Form("New Relic key", "NRA[AIKL]-", r"[A-Z0-9a-z]{27,42}"),
    Form("New Relic key", "NRI[IQS]-", r"[\w-]{20,40}"),
    Form("New Relic license key", "", r"[0-9a-f]{32,36}(?:[0-9a-fA-F]{4})?NRAL"),
    Form("Notion token", r"ntn_", rf"{_A}{{40,60}}"),
    Form("Notion token", r"secret_", rf"{_A}{{43}}"),
    Form("NuGet key", "oy2", r"[a-z0-9]{43}"),
    Form("NVIDIA key", "nvapi-", rf"{_W}{{60,70}}"),
    Form("OpenAI key", "sk-(?:(?:proj|svcacct|admin|None|or-v1|lf)-)?", rf"{_W}{{40,}}"),
    Form("PlanetScale secret", "pscale_app_secret_", r"[\w=.-]{32,64}"),
    Form(
        "PayPal Braintree token",
        r"access_token(?:\$|%24)(?:production|sandbox)(?:\$|%24)[a-z0-9]{16}(?:\$|%24)",
        r"[0-9a-f]{32}",
    ),
    Form("PostHog key", "ph[xs]_", rf"{_A}{{30,60}}"),
    Form("Prefect key", "pnb_", rf"{_A}{{36}}"),
    Form("PyPI token", "pypi-", r"AgE[\w-]{50,}"),
    Form("Replicate token", "r8_", rf"{_A}{{37}}"),
    Form("Resend key", "re_", r"[A-Za-z0-9]{8}_[A-Za-z0-9]{20,30}"),
    Form("Rollbar token", "post_server_item_", r"[0-9a-f]{32}"),
    Form("Scalr token", "at-[a-z0-9]+-", r"[A-Za-z0-9]{60,}"),
    Form("Sendinblue key", "xsmtpsib-", r"[a-f0-9]{64}-[A-Za-z0-9]{16}"),
    Form("Sentry token", "sntry[sua]_", r"[A-Za-z0-9+/_=]{40,}"),
    Form(
        "Sentry DSN",
        r"https://(?=[0-9a-f]{32}@[\w.-]*sentry)",
        r"[0-9a-f]{32}",
        kept=True,
    ),
    Form("Shopify token", "shp(?:tka|ua)_", r"[a-fA-F0-9]{32}"),
    Form("Slack token", "xox[a-z]-", r"[\w-]{20,}"),
    Form(
        "Slack webhook",
        r"/(?:services|workflows|triggers)/T[A-Z0-9]{3,}/[A-Z0-9]{3,}/",
        r"[A-Za-z0-9/]{20,60}",
        kept=True,
    ),
    Form("SonarQube token", "sq[uap]_", r"[a-f0-9]{40}"),
    Form("Sourcegraph token", "sgp_", r"(?:[a-fA-F0-9]{16}_|local_)?[a-fA-F0-9]{40}"),
    Form("Square token", "sq0[a-z]{3}-", rf"{_W}{{22,50}}"),
    Form("Stripe webhook secret", "whsec_", r"[A-Za-z0-9+/]{24,}={0,2}"),
    Form("Supabase key", "sb(?:p|_secret)_", r"[\w-]{20,60}"),
    Form("Tailscale key", "tskey-(?:[a-z]+-)?", rf"{_A}{{8,30}}-{_A}{{20,40}}"),
    Form("Telegram bot token", "", r"\d{8,10}(?::|%3[Aa])AA[\w-]{33}"),
    Form("Telegram bot token", r"/bot\d{8,10}:", r"[\w-]{35}", kept=True),
    Form("Twitter token", "A{19,22}", r"[A-Za-z0-9%=+/]{60,}"),
    Form("Typeform token", "tfp_", r"[\w.=-]{40,60}"),
    Form("Vault token", r"hv[bsr]\.", r"[\w-]{24,300}"),
    Form("Vercel token", "vc[pkir]_", rf"{_A}{{24,60}}"),
    Form("WakaTime key", "waka_", r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"),
    Form("xAI key", "xai-", rf"{_A}{{70,90}}"),
    Form("Ably key", r"", r"[\w-]{6}\.[\w-]{6}:[\w-]{43}"),
    Form("Apify token", r"apify_api_", rf"{_A}{{36,46}}"),
    Form("Axiom token", r"xa(?:at|pt)-", r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"),
    Form("Azure DevOps token", r"", r"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}"),
    Form("Azure key", r"", r"[A-Za-z0-9]{52}JQQJ9[9D][A-Za-z0-9]{20,30}"),
    Form("Cal.com key", r"cal_(?:live_)?", r"[a-f0-9]{32}"),
    Form("Cerebras key", r"csk-", r"[a-z0-9]{40,60}"),
    Form("ClickUp token", r"pk_\d{5,12}_", r"[A-Z0-9]{32}"),
    Form("dbt Cloud token", r"dbt[cu]_", rf"{_W}{{40,}}"),
    Form("DeepSeek key", r"sk-", r"[a-f0-9]{32}"),
    Form("E2B key", r"e2b_", r"[a-f0-9]{40}"),
    Form("Elastic key", r"essu_", r"[A-Za-z0-9+/_-]{40,}={0,2}"),
    Form("ElevenLabs key", r"sk_", r"[a-f0-9]{48}"),
    Form("Firecrawl key", r"fc-", r"[a-f0-9]{32}"),
    Form("Honeycomb key", r"hc[a-z]ik_", r"[a-z0-9]{58}"),
    Form("Intercom token", r"dG9rO", r"[A-Za-z0-9+/]{50,}={0,2}"),
    Form("JetBrains token", r"perm[:-]", r"[A-Za-z0-9+/=]{12,}\.[A-Za-z0-9+/=]{4,}\.[\w+/=-]{20,}"),
    Form("Jina key", r"jina_", rf"{_A}{{50,70}}"),
    Form("Langfuse key", r"sk-lf-", r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"),
    Form("LangSmith key", r"lsv2_(?:pt|sk)_", r"[a-f0-9]{32}_[a-f0-9]{10}"),
    Form("LlamaCloud key", r"llx-", rf"{_A}{{40,60}}"),
    Form("Neon key", r"napi_", r"[a-z0-9]{50,70}"),
    Form("Netlify token", r"nf[pcou]_", rf"{_A}{{36,40}}"),
    Form("Paddle key", r"pdl_(?:live|sdbx)_apikey_", r"\w{40,90}"),
    Form("Pinecone key", r"pcsk_", rf"{_A}{{4,8}}_{_A}{{40,70}}"),
    Form(
        "Plaid token",
        r"access-(?:sandbox|development|production)-",
        r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",
    ),
    Form("Render key", r"rnd_", rf"{_A}{{28,40}}"),
    Form("Retool token", r"retool_01", rf"{_A}{{20,40}}"),
    Form("RunPod key", r"rpa_", rf"{_A}{{40,60}}"),
    Form("Salesforce session", r"00D", r"[A-Za-z0-9]{12,15}(?:!|%21)[\w.]{80,130}"),
    Form("Samsara token", r"samsara_api_", rf"{_A}{{28,40}}"),
    Form("Snyk token", r"snyk_(?:uat|sat|aat)", r"[\w.-]{30,}"),
    Form("Tavily key", r"tvly-(?:dev-|prod-)?", rf"{_A}{{28,40}}"),
    Form("Trello token", r"ATTA", r"[a-f0-9]{64}[A-F0-9]{8}"),
    Form("Weights & Biases key", r"wandb_v1_", rf"{_W}{{40,}}"),
    Form("WooCommerce secret", r"c[ks]_", r"[a-f0-9]{40}"),
    Form("Zoho token", r"1000\.", r"[a-f0-9]{32}\.[a-f0-9]{32}"),
    Form("Yandex token", "(?:AQVN|t1\\.|y0_)", r"[\w.=-]{35,}"),
)

_ESCAPE = re.compile(r"(?:\\[nrt]|%[0-7][0-9A-Fa-f])\Z")


@lru_cache(maxsize=1)
def forms() -> tuple[Form, ...]:
    """Return the form of each kind of token that is known: our own, and those of gitleaks."""
    data = resources.files("harness.redaction").joinpath("gitleaks.json").read_bytes()
    return *OWN, *map(_from_gitleaks, orjson.loads(data)["rules"])


def _from_gitleaks(rule: dict[str, Any]) -> Form:
    innocent = "|".join(rule.get("innocent", ()))
    kind = rule["id"].replace("-", " ")
    return Form(kind, "", f"(?a:{rule['expression']})", entropy=rule.get("entropy", 0), innocent=innocent)


class TokenRule:
    """Finds the tokens of vendors (`forms`)."""

    series: tuple[str, ...] = ()

    @cached_property
    def hint(self) -> str:
        """What a text has somewhere if one of them is in it."""
        return _joined(forms())

    def secrets(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where each token is, and what it is; they may overlap."""
        for form in self._forms_in(text):
            for found in _tokens(form, text):
                yield found.start(1 if form.kept else 0), found.end(1), form.kind

    def may_be_in(self, text: str) -> bool:
        """Tell whether there is one in a text that has the hint."""
        return any(True for form in self._forms_in(text) for _ in _tokens(form, text))

    def _forms_in(self, text: str) -> Sequence[Form]:
        """Return the forms whose hint is in a text, in few searches: halves that have none are left out."""
        content = text.encode("utf-8", "surrogatepass")
        found: list[Form] = []
        waiting = [forms()]
        while waiting:
            several = waiting.pop()
            if not has(_joined(several), content):
                continue
            if len(several) == 1:
                found += several
            else:
                half = len(several) // 2
                waiting += [several[half:], several[:half]]
        return found


@lru_cache(maxsize=1024)
def _joined(forms: tuple[Form, ...]) -> str:
    return either(hint_of(f"{form.prefix}(?:{form.body})") for form in forms)


def _tokens(form: Form, text: str) -> Iterator[re.Match[str]]:
    # A look behind at each place of a text takes ten times as long as to look for the prefix first.
    prefix, whole = _compiled(form)
    end = 0
    while (begin := prefix.search(text, end)) is not None:
        end = begin.start() + 1
        if _may_begin(text, begin.start()) and (found := whole.match(text, begin.start())) is not None:
            if _may_be_issued(form, found[1]):
                yield found
            end = found.end()


def _may_be_issued(form: Form, token: str) -> bool:
    """Tell whether what has the form of a token may be one: no stand-in, placeholder or known example."""
    if is_stand_in(token) or (form.innocent and re.search(form.innocent, token)):
        return False
    return not form.entropy or entropy(token) > form.entropy


def entropy(text: str) -> float:
    """Return how many bits a character of a text has, by how often each is there (Shannon)."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def _may_begin(text: str, start: int) -> bool:
    """Tell whether a token may begin at a place: outside of words, or behind an escape."""
    before = text[start - 1 : start]
    if text[start] == "/" or not (before.isascii() and before.isalnum()):
        return True
    return _ESCAPE.search(text, max(start - 3, 0), start) is not None


@lru_cache(maxsize=1024)
def _compiled(form: Form) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return how a token begins, and all of it."""
    whole = f"{form.prefix}({form.body})(?![A-Za-z0-9])"
    return re.compile(form.prefix or whole), re.compile(whole)
