"""Secrets that are known by a form of their own: the tokens of vendors.

The forms are facts of what vendors issue: a prefix, an alphabet and a length. They are taken from the rules
of gitleaks 8 (https://github.com/gitleaks/gitleaks, MIT License) and from detect-secrets 1.5
(https://github.com/Yelp/detect-secrets, Apache License 2.0), and from the vendors' own documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from harness.redaction.hints import either, has, hint_of
from harness.redaction.stand_ins import is_stand_in


class Form(NamedTuple):
    """The form of one kind of token.

    Attributes:
        kind: what it is, for a report.
        prefix: what it begins with, an expression.
        body: what follows, an expression.
        kept: whether the prefix is no part of the secret and stays: that of an address.
    """

    kind: str
    prefix: str
    body: str
    kept: bool = False


_W = r"[\w-]"
_A = r"[A-Za-z0-9]"

FORMS = (
    Form("1Password token", "ops_ey", r"[A-Za-z0-9+/]{50,}={0,3}"),
    Form(
        "1Password secret key",
        "A3-",
        r"[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}",
    ),
    Form("Adafruit key", "aio_", rf"{_A}{{28}}"),
    Form("Adobe client secret", "p8e-", r"[A-Za-z0-9]{32}"),
    Form("age secret key", "AGE-SECRET-KEY-1", r"[0-9A-Z]{58}"),
    Form("Airtable token", "pat", rf"{_A}{{14}}\.[a-f0-9]{{64}}"),
    Form("Alibaba access key id", "LTAI", rf"{_A}{{12,24}}"),
    Form("Amazon Bedrock key", "ABSK", r"[A-Za-z0-9+/]{60,300}={0,2}"),
    Form("Amazon Bedrock key", "bedrock-api-key-", r"[A-Za-z0-9+/]{20,}={0,2}"),
    Form("Anthropic key", r"sk-ant-[a-z]+\d\d-", rf"{_W}{{40,}}"),
    Form("Artifactory key", "AKCp", rf"{_A}{{60,75}}"),
    Form("Artifactory token", "cmVmd", rf"{_A}{{59}}"),
    Form(
        "Asana token",
        r"[0-2]/",
        r"\d{12,20}(?:/\d{12,20})?:[0-9a-f]{32}",
    ),
    Form("Atlassian token", "AT(?:ATT|CTT)3", r"[\w+/=-]{60,300}"),
    Form("Bitbucket app password", "ATBB", rf"{_A}{{24,40}}"),
    Form(
        "Authress key",
        "(?:sc|ext|scauth|authress)_",
        r"[a-z0-9]{5,30}\.[a-z0-9]{4,6}\.acc[_-][a-z0-9-]{10,32}\.[\w+/=-]{30,120}",
    ),
    Form("AWS Marketplace key", r"amzn\.mws\.", r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"),
    Form("Azure client secret", "", r"[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}"),
    Form("Buildkite token", "bk(?:ua|at|ct)_", r"[0-9a-f]{40}"),
    Form("CircleCI token", "CCI(?:PAT|PRJ)_", rf"{_A}{{10,30}}_[0-9a-f]{{40}}"),
    Form("Clojars token", "CLOJARS_", r"[A-Za-z0-9]{60}"),
    Form("Cloudflare origin key", r"v1\.0-", r"[a-f0-9]{24}-[a-f0-9]{146}"),
    Form("Contentful token", "CFPAT-", rf"{_W}{{43}}"),
    Form("crates.io token", "cio", rf"{_A}{{32}}"),
    Form("Databricks token", "d(?:api|ose|kea)", r"[a-f0-9]{32}(?:-\d)?"),
    Form("Deno token", "dd[pw]_", rf"{_A}{{36}}"),
    Form("DigitalOcean token", "do[opr]_v1_", r"[a-f0-9]{64}"),
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
        r"dp\.(?:pt|st|ct|scim|audit|sa|said)\.",
        r"[\w.-]{40,80}",
    ),
    Form("Dropbox token", r"sl\.", rf"{_W}{{120,}}"),
    Form("Duffel token", "duffel_(?:test|live)_", r"[\w=-]{43}"),
    Form("Dynatrace token", r"dt0[a-z]\d\d\.", r"[A-Za-z0-9]{24}\.[A-Za-z0-9]{64}"),
    Form("EasyPost key", "EZ[AT]K", rf"{_A}{{54}}"),
    Form("Facebook token", "EAA[A-Z]", rf"{_A}{{60,}}"),
    Form("Figma token", "fig[dou]h?_", rf"{_W}{{30,60}}"),
    Form("Flutterwave key", "FLWSECK(?:_TEST)?-", r"[A-Za-z0-9]{12,40}(?:-X)?"),
    Form("Fly.io token", "fm[12][ar]?_", r"[A-Za-z0-9+/]{60,}={0,3}"),
    Form("Fly.io token", "fo1_", rf"{_W}{{43}}"),
    Form("Frame.io token", "fio-u-", r"[\w=-]{64}"),
    Form("GitHub token", "gh[opusr]_", rf"{_A}{{36,251}}"),
    Form("GitHub token", "github_pat_", r"\w{60,100}"),
    Form(
        "GitLab token",
        "gl(?:pat|dt|ptt|rt|rtr|cbt|ft|fft|imt|agent|oas|soat|ffct|wt)-",
        r"[\w.-]{20,300}",
    ),
    Form("GitLab token", "GR1348941", rf"{_W}{{20}}"),
    Form("GoCardless token", "live_", r"[\w=-]{40}"),
    Form("Google API key", "AIza", rf"{_W}{{35}}"),
    Form("Google client secret", "GOCSPX-", rf"{_W}{{28}}"),
    Form("Google token", r"ya29\.", r"[\w.-]{20,}"),
    Form("Google refresh token", "1//0", rf"{_W}{{40,}}"),
    Form("Grafana token", "gl(?:c|sa)_", r"[A-Za-z0-9+/_]{32,400}={0,3}"),
    Form("Grafana key", "eyJrIjoi", r"[A-Za-z0-9+/]{60,400}={0,3}"),
    Form("Groq key", "gsk_", rf"{_A}{{52}}"),
    Form(
        "Harness token",
        r"(?:pat|sat)\.",
        r"[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}",
    ),
    Form("Heroku key", "HRKU-", rf"{_W}{{36,64}}"),
    Form(
        "HubSpot key",
        r"pat-(?:na|eu)\d-",
        r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",
    ),
    Form("Hugging Face token", "(?:hf|api_org)_", r"[A-Za-z]{34}"),
    Form("Infracost token", "ico-", rf"{_A}{{32}}"),
    Form(
        "LaunchDarkly key",
        "(?:sdk|mob|api)-",
        r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",
    ),
    Form("Linear key", "lin_(?:api|oauth)_", rf"{_A}{{40,64}}"),
    Form("Lob key", "(?:live|test)_", r"[a-f0-9]{35}"),
    Form("Mailchimp key", "", r"[0-9a-f]{32}-us\d{1,2}"),
    Form("Mailgun key", "key-", r"[0-9a-f]{32}"),
    Form("Mailgun key", "", r"[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}"),
    Form("Mapbox token", r"sk\.", r"eyJ[\w-]{30,}\.[\w-]{20,}"),
    Form("MaxMind key", "", r"[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk"),
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
    Form("npm token", "npm_", rf"{_A}{{36}}"),
    Form("NuGet key", "oy2", r"[a-z0-9]{43}"),
    Form("NVIDIA key", "nvapi-", rf"{_W}{{60,70}}"),
    Form("Octopus Deploy key", "API-", r"[A-Z0-9]{25,32}"),
    Form("OpenAI key", "sk-(?:(?:proj|svcacct|admin|None|or-v1|lf)-)?", rf"{_W}{{40,}}"),
    Form("OpenAI key", "sk-", r"[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}"),
    Form("OpenShift token", "sha256~", rf"{_W}{{43}}"),
    Form("Perplexity key", "pplx-", rf"{_A}{{40,64}}"),
    Form(
        "PlanetScale secret",
        "pscale_(?:tkn|oauth|pw|app_secret)_",
        r"[\w=.-]{32,64}",
    ),
    Form(
        "PayPal Braintree token",
        r"access_token(?:\$|%24)(?:production|sandbox)(?:\$|%24)[a-z0-9]{16}(?:\$|%24)",
        r"[0-9a-f]{32}",
    ),
    Form("PostHog key", "ph[xs]_", rf"{_A}{{30,60}}"),
    Form("Postman key", "PMAK-", r"[a-f0-9]{24}-[a-f0-9]{34}"),
    Form("Prefect key", "pn[ub]_", rf"{_A}{{36}}"),
    Form("Pulumi token", "pul-", r"[a-f0-9]{40}"),
    Form("PyPI token", "pypi-", r"AgE[\w-]{50,}"),
    Form("ReadMe key", "rdme_", rf"{_A}{{60,80}}"),
    Form("Replicate token", "r8_", rf"{_A}{{37}}"),
    Form("Resend key", "re_", r"[A-Za-z0-9]{8}_[A-Za-z0-9]{20,30}"),
    Form("Rollbar token", "post_server_item_", r"[0-9a-f]{32}"),
    Form("RubyGems key", "rubygems_", r"[a-f0-9]{48}"),
    Form("Scalingo token", "tk-us-", rf"{_W}{{48}}"),
    Form("Scalr token", "at-[a-z0-9]+-", r"[A-Za-z0-9]{60,}"),
    Form("SendGrid key", r"SG\.", r"[\w-]{16,32}\.[\w-]{16,64}"),
    Form("Sendinblue key", "x(?:keysib|smtpsib)-", r"[a-f0-9]{64}-[A-Za-z0-9]{16}"),
    Form("Sentry token", "sntry[sua]_", r"[A-Za-z0-9+/_=]{40,}"),
    Form(
        "Sentry DSN",
        r"https://(?=[0-9a-f]{32}@[\w.-]*sentry)",
        r"[0-9a-f]{32}",
        kept=True,
    ),
    Form("Shippo token", "shippo_(?:live|test)_", r"[a-fA-F0-9]{40}"),
    Form("Shopify token", "shp(?:at|ca|pa|ss|tka|ua)_", r"[a-fA-F0-9]{32}"),
    Form("Slack token", "xox[a-z]-", r"[\w-]{20,}"),
    Form("Slack token", r"xoxe\.xox[bp]-", r"\d-[\w-]{40,}"),
    Form("Slack token", r"xapp-\d-", r"[A-Za-z0-9]+-\d+-[a-f0-9]{32,}"),
    Form(
        "Slack webhook",
        r"/(?:services|workflows|triggers)/T[A-Z0-9]{3,}/[A-Z0-9]{3,}/",
        r"[A-Za-z0-9/]{20,60}",
        kept=True,
    ),
    Form("SonarQube token", "sq[uap]_", r"[a-f0-9]{40}"),
    Form("Sourcegraph token", "sgp_", r"(?:[a-fA-F0-9]{16}_|local_)?[a-fA-F0-9]{40}"),
    Form("Square token", "EAAA", rf"{_W}{{50,70}}"),
    Form("Square token", "sq0[a-z]{3}-", rf"{_W}{{22,50}}"),
    Form("Stripe key", "(?:sk|rk)_(?:test|live|prod)_", rf"{_A}{{16,}}"),
    Form("Stripe webhook secret", "whsec_", r"[A-Za-z0-9+/]{24,}={0,2}"),
    Form("Supabase key", "sb(?:p|_secret)_", r"[\w-]{20,60}"),
    Form("Tailscale key", "tskey-(?:[a-z]+-)?", rf"{_A}{{8,30}}-{_A}{{20,40}}"),
    Form("Telegram bot token", "", r"\d{8,10}(?::|%3[Aa])AA[\w-]{33}"),
    Form("Telegram bot token", r"/bot\d{8,10}:", r"[\w-]{35}", kept=True),
    Form("Terraform Cloud token", "", r"[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}"),
    Form("Twilio key", "SK", r"[0-9a-f]{32}"),
    Form("Twitter token", "A{19,22}", r"[A-Za-z0-9%=+/]{60,}"),
    Form("Typeform token", "tfp_", r"[\w.=-]{40,60}"),
    Form("Vault token", r"hv[bsr]\.", r"[\w-]{24,300}"),
    Form(
        "Vault token",
        r"[sb]\.",
        rf"(?=[A-Za-z]*\d)(?=[A-Z0-9]*[a-z])(?=[a-z0-9]*[A-Z]){_A}{{24}}",
    ),
    Form("Vercel token", "vc[pkir]_", rf"{_A}{{24,60}}"),
    Form("WakaTime key", "waka_", r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"),
    Form("xAI key", "xai-", rf"{_A}{{70,90}}"),
    Form("42 secret", r"s-s4t2(?:ud|af)-", r"[a-f0-9]{64}"),
    Form("Ably key", r"", r"[\w-]{6}\.[\w-]{6}:[\w-]{43}"),
    Form("Apify token", r"apify_api_", rf"{_A}{{36,46}}"),
    Form("Axiom token", r"xa(?:at|pt)-", r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"),
    Form("Azure DevOps token", r"", r"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}"),
    Form("Azure key", r"", r"[A-Za-z0-9]{52}JQQJ9[9D][A-Za-z0-9]{20,30}"),
    Form("Cal.com key", r"cal_(?:live_)?", r"[a-f0-9]{32}"),
    Form("Cerebras key", r"csk-", r"[a-z0-9]{40,60}"),
    Form("ClickHouse Cloud secret", r"4b1d", rf"{_A}{{38}}"),
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
    Form("SettleMint token", r"sm_[aps]at_", rf"{_A}{{16}}"),
    Form("Snyk token", r"snyk_(?:uat|sat|aat)", r"[\w.-]{30,}"),
    Form("Tavily key", r"tvly-(?:dev-|prod-)?", rf"{_A}{{28,40}}"),
    Form("Trello token", r"ATTA", r"[a-f0-9]{64}[A-F0-9]{8}"),
    Form("Weights & Biases key", r"wandb_v1_", rf"{_W}{{40,}}"),
    Form("WooCommerce secret", r"c[ks]_", r"[a-f0-9]{40}"),
    Form("Zoho token", r"1000\.", r"[a-f0-9]{32}\.[a-f0-9]{32}"),
    Form("Yandex token", "(?:AQVN|t1\\.|y0_)", r"[\w.=-]{35,}"),
)

_AT_ONCE = 40  # forms of one search (`hints.gathered`)
_ESCAPE = re.compile(r"(?:\\[nrt]|%[0-7][0-9A-Fa-f])\Z")


@dataclass(frozen=True)
class TokenRule:
    """Finds the tokens of vendors.

    Attributes:
        forms: what to find.
    """

    forms: tuple[Form, ...] = FORMS
    series: tuple[str, ...] = ()

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """What a text has one of somewhere if one of them is in it."""
        return tuple(map(_joined, self._groups))

    @cached_property
    def _groups(self) -> tuple[tuple[Form, ...], ...]:
        count = range(0, len(self.forms), _AT_ONCE)
        return tuple(self.forms[start : start + _AT_ONCE] for start in count)

    def secrets(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where each token is, and what it is; they may overlap."""
        for form in self._forms_in(text):
            for found in _tokens(form, text):
                if not is_stand_in(found[1]):
                    yield found.start(1 if form.kept else 0), found.end(1), form.kind

    def may_be_in(self, text: str) -> bool:
        """Tell whether there is one in a text that has the hint."""
        return any(True for form in self._forms_in(text) for _ in _tokens(form, text))

    def _forms_in(self, text: str) -> Sequence[Form]:
        """Return the forms whose hint is in a text, in few searches: halves that have none are left out."""
        content = text.encode("utf-8", "surrogatepass")
        found: list[Form] = []
        waiting = list(self._groups)
        while waiting:
            forms = waiting.pop()
            if not has(_joined(forms), content):
                continue
            if len(forms) == 1:
                found += forms
            else:
                half = len(forms) // 2
                waiting += [forms[half:], forms[:half]]
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
            yield found
            end = found.end()


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
