"""Secrets in URLs, in connection strings, and in signatures of Azure."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from cases import Cases, Forms
from values import access_key_id, as_base64, as_json, drawing

SCHEMES = [
    "postgres://",
    "postgresql+psycopg2://",
    "mysql://",
    "mysql+pymysql://",
    "redis://",
    "rediss://",
    "amqp://",
    "amqps://",
    "mongodb://",
    "mongodb+srv://",
    "https://",
    "ftp://",
    "sftp://",
    "smtp://",
    "ldap://",
    "mssql+pyodbc://",
    "clickhouse://",
    "nats://",
    "kafka://",
    "snowflake://",
]

USERINFO: Forms = {
    "redis-no-user": lambda v: f"redis://:{v}@cache.example.com:6379/0",
    "json": lambda v: as_json({"dsn": f"postgres://u:{v}@h/d"}),
    "json-escaped-slashes": lambda v: f'{{"dsn": "postgres:\\/\\/u:{v}@h\\/d"}}',
    "git-remote": lambda v: f"url = https://oauth2:{v}@gitlab.example.com/g/p.git",
    "token-as-user": lambda v: f"git clone https://{v}@github.com/acme/x.git",
    "x-access-token": lambda v: f"https://x-access-token:{v}@github.com/acme/x",
    "proxy": lambda v: f"HTTPS_PROXY=http://u:{v}@proxy:3128\n",
    "pip-index": lambda v: f"--extra-index-url https://__token__:{v}@pypi.example.com/simple",
    "url-in-url": lambda v: "https://x.example.com/?next=" + quote(f"https://u:{v}@h/d", safe=""),
    "yaml": lambda v: f"url: postgres://u:{v}@h/d\n",
    "celery": lambda v: f"broker_url = 'amqp://u:{v}@mq:5672//'",
    "jdbc-oracle": lambda v: f"jdbc:oracle:thin:scott/{v}@//db:1521/orcl",
}

# What stands between two halves of a password in a URL.
ESCAPES = {"pct": "%21", "at": "%40", "slash": "%2F", "hash": "%23", "colon": ":"}

CONNECTION_STRINGS: Forms = {
    "mssql": lambda v: f"Server=tcp:x,1433;Initial Catalog=d;User ID=a;Password={v};Encrypt=True;",
    "mssql-pwd": lambda v: f"Server=x;Database=d;Uid=a;Pwd={v};",
    "odbc": lambda v: f"DRIVER={{ODBC Driver 18 for SQL Server}};SERVER=x;UID=a;PWD={v}",
    "odbc-braces": lambda v: f"DRIVER={{PostgreSQL}};SERVER=x;UID=a;PWD={{{v}}};",
    "libpq": lambda v: f"host=x port=5432 dbname=d user=a password={v} sslmode=require",
    "libpq-quoted": lambda v: f"host=x dbname=d user=a password='{v}'",
    "jdbc-mysql": lambda v: f"jdbc:mysql://x:3306/d?user=a&password={v}&useSSL=true",
    "jdbc-postgres": lambda v: f"jdbc:postgresql://x/d?user=a&password={v}",
    "jdbc-sqlserver": lambda v: f"jdbc:sqlserver://x:1433;databaseName=d;user=a;password={v};",
    "jdbc-redshift-iam": lambda v: (
        f"jdbc:redshift:iam://x:5439/d?AccessKeyID={access_key_id(drawing('rs'))}&SecretAccessKey={v}"
    ),
    "mysql-net": lambda v: f"server=x;user=a;database=d;port=3306;password={v}",
    "azure-storage": lambda v: (
        f"DefaultEndpointsProtocol=https;AccountName=acme;AccountKey={v};EndpointSuffix=core.windows.net"
    ),
    "azure-servicebus": lambda v: (
        f"Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={v}"
    ),
    "azure-cosmos": lambda v: f"AccountEndpoint=https://x.documents.azure.com:443/;AccountKey={v};",
    "azure-iothub": lambda v: f"HostName=x.azure-devices.net;DeviceId=d;SharedAccessKey={v}",
    "azure-appinsights": lambda v: f"Endpoint=https://x.azconfig.io;Id=ab-l0-s0:cd;Secret={v}",
    "redis-stackexchange": lambda v: (
        f"x.redis.cache.windows.net:6380,password={v},ssl=True,abortConnect=False"
    ),
    "oledb": lambda v: f"Provider=SQLOLEDB;Data Source=x;User Id=a;Password={v};",
    "sqlalchemy-odbc": lambda v: (
        "mssql+pyodbc:///?odbc_connect=" + quote(f"DRIVER=x;SERVER=y;UID=a;PWD={v}", safe="")
    ),
    "json-connstr": lambda v: as_json(
        {"ConnectionStrings": {"Default": f"Server=x;User Id=a;Password={v};"}}
    ),
    "pgpass": lambda v: f"db.example.com:5432:prod:app:{v}\n",
    "netrc": lambda v: f"machine api.example.com login bob password {v}\n",
    "htpasswd-plain": lambda v: f"ldap_bind_dn=cn=a\nldap_bind_pw={v}\n",
    "snowflake": lambda v: f"account=x;user=a;password={v};db=d;",
}

# With keys in base64, as Azure gives them.
AZURE: Forms = {
    "azure-storage-std": lambda v: (
        f"DefaultEndpointsProtocol=https;AccountName=acme;AccountKey={v};EndpointSuffix=core.windows.net"
    ),
    "azure-servicebus-std": lambda v: (
        f"Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={v}"
    ),
}

SHARED_ACCESS: Forms = {
    "sas-url": lambda v: (
        "https://acme.blob.core.windows.net/c/b?sv=2024-11-04&ss=b&srt=o&sp=r"
        f"&se=2026-12-01T00:00:00Z&spr=https&sig={v}"
    ),
    "sas-token": lambda v: f"?sv=2024-11-04&ss=bfqt&srt=sco&sp=rwdl&se=2027-01-01T00:00:00Z&sig={v}",
    "sas-json": lambda v: as_json(
        {"url": f"https://acme.blob.core.windows.net/c/b?sp=r&sv=2024-11-04&sr=b&sig={v}"}
    ),
    "sas-sb": lambda v: (
        f"SharedAccessSignature sr=https%3a%2f%2fx.servicebus.windows.net%2f&sig={v}&se=1790000000&skn=Root"
    ),
}


def add(cases: Cases) -> None:
    schemes = {scheme.replace("://", ""): database_url(scheme) for scheme in SCHEMES}
    cases.of_forms("url-userinfo", schemes, lambda draw: draw.plain_password(18))
    cases.of_forms("url-userinfo", USERINFO, lambda draw: draw.plain_password(20))
    for name, escape in ESCAPES.items():
        add_with_escape(cases, name, escape)
    cases.of_forms(
        "connection-string",
        CONNECTION_STRINGS,
        lambda draw: as_base64(draw.randbytes(33))[:40].translate(str.maketrans("/+=", "abc")),
    )
    for name, form in AZURE.items():
        key = as_base64(drawing("azk", name).randbytes(64))
        cases.secret("connection-string", name, name, key, form(key), "base64 key with padding")
    for name, form in SHARED_ACCESS.items():
        signature = quote(as_base64(drawing("sas", name).randbytes(32)), safe="")
        cases.secret("presigned", name, name, signature, form(signature), "Azure shared access signature")


def database_url(scheme: str) -> Callable[[str], str]:
    return lambda v: f"DATABASE_URL={scheme}app:{v}@db.example.com/prod\n"


def add_with_escape(cases: Cases, name: str, escape: str) -> None:
    draw = drawing("uri2", name)
    before, after = draw.plain_password(10), draw.plain_password(10)
    secret = before + escape + after
    cases.secret(
        "url-userinfo",
        "pw-with-" + name,
        name,
        secret,
        f"postgres://app:{secret}@db/prod",
        "a password with special characters in a URL",
        needles=[before, after],
    )
