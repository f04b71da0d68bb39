"""Secrets in the files that programs read and write: settings, tables, logs."""

from __future__ import annotations

from cases import Cases, Forms
from values import (
    access_key_id,
    as_base64,
    as_json,
    drawing,
    secret_access_key,
    session_token,
)

YAML: Forms = {
    "flat": lambda v: f"db:\n  host: x\n  password: {v}\n",
    "double": lambda v: f'password: "{v}"\n',
    "single": lambda v: f"password: '{v}'\n",
    "folded": lambda v: f"password: >-\n  {v}\nuser: a\n",
    "literal": lambda v: f"api_key: |\n  {v}\nuser: a\n",
    "flow": lambda v: f"db: {{user: a, password: {v}, port: 1}}\n",
    "list-env": lambda v: f"env:\n  - name: DB_PASSWORD\n    value: {v}\n  - name: A\n    value: b\n",
    "list-env-quoted": lambda v: f'env:\n  - name: "API_TOKEN"\n    value: "{v}"\n',
    "compose-list": lambda v: (
        f"services:\n  db:\n    environment:\n      - POSTGRES_PASSWORD={v}\n      - TZ=UTC\n"
    ),
    "compose-map": lambda v: f"services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: {v}\n",
    "quoted-key": lambda v: f'"client_secret": {v}\n',
    "anchor": lambda v: f"password: &pw {v}\ncopy: *pw\n",
    "comment-after": lambda v: f"password: {v}  # rotate me\n",
    "tag": lambda v: f"password: !!str {v}\n",
    "camel": lambda v: f"dbPassword: {v}\n",
    "token": lambda v: f"token: {v}\n",
    "secret": lambda v: f"secret: {v}\n",
    "apikey": lambda v: f"apikey: {v}\n",
    "pass": lambda v: f"smtp:\n  pass: {v}\n",
    "pwd": lambda v: f"pwd: {v}\n",
    "list-item": lambda v: f"users:\n- name: a\n  password: {v}\n- name: b\n",
    "doc2": lambda v: f"---\na: 1\n---\nsecret_key: {v}\n",
    "k8s-stringData": lambda v: f"apiVersion: v1\nkind: Secret\nstringData:\n  password: {v}\n",
    "k8s-data": lambda v: f"apiVersion: v1\nkind: Secret\ndata:\n  password: {as_base64(v)}\n",
    "kubeconfig": lambda v: f"apiVersion: v1\nkind: Config\nusers:\n- name: admin\n  user:\n    token: {v}\n",
    "crlf": lambda v: f"user: a\r\npassword: {v}\r\n",
    "cfn-param-default": lambda v: (
        f"Parameters:\n  DBPassword:\n    Type: String\n    NoEcho: true\n    Default: {v}\n"
    ),
    "helm": lambda v: f"auth:\n  rootPassword: {v}\n  database: app\n",
    "ansible": lambda v: f"ansible_become_pass: {v}\nansible_user: root\n",
    "inside-json": lambda v: as_json({"values": f"db:\n  password: {v}\n"}),
}

INI: Forms = {
    "spaces": lambda v: f"[database]\nhost = x\npassword = {v}\n",
    "tight": lambda v: f"[database]\nhost=x\npassword={v}\n",
    "colon": lambda v: f"[db]\npasswd: {v}\n",
    "quoted": lambda v: f'[db]\npassword = "{v}"\n',
    "secret_key": lambda v: f"[app]\nsecret_key = {v}\ndebug = false\n",
    "api_key": lambda v: f"[api]\napi_key={v}\n",
    "token": lambda v: f"[gh]\ntoken = {v}\n",
    "pwd": lambda v: f"[db]\npwd = {v}\n",
    "pass": lambda v: f"[smtp]\npass = {v}\n",
    "comment": lambda v: f"[db]\n; old one\n; password = {v}\n",
    "pypirc": lambda v: f"[pypi]\nusername = bob\npassword = {v}\n",
    "mycnf": lambda v: f"[client]\nuser=root\npassword={v}\n",
    "odbcini": lambda v: f"[prod]\nDriver = Pg\nUID = a\nPWD = {v}\n",
    "crlf": lambda v: f"[db]\r\npassword={v}\r\nhost=x\r\n",
    "wpconfig": lambda v: f"define( 'DB_PASSWORD', '{v}' );\n",
    "upper": lambda v: f"[db]\nPASSWORD = {v}\n",
}

ENVIRONMENT: Forms = {
    "export": lambda v: f"export DB_PASSWORD={v}\n",
    "quoted": lambda v: f'DB_PASSWORD="{v}"\n',
    "single": lambda v: f"API_TOKEN='{v}'\n",
    "pwd-suffix": lambda v: f"MYSQL_PWD={v}\nPWD=/home/app\n",
    "pgpassword": lambda v: f"PGPASSWORD={v} psql -h db\n",
    "secret": lambda v: f"APP_SECRET={v}\n",
    "key": lambda v: f"SECRET_KEY={v}\n",
    "api-key": lambda v: f"OPENWEATHER_API_KEY={v}\n",
    "token": lambda v: f"CI_JOB_TOKEN={v}\n",
    "pass": lambda v: f"SMTP_PASS={v}\n",
    "lower": lambda v: f"db_password={v}\n",
    "spaces": lambda v: f"DB_PASSWORD = {v}\n",
    "comment": lambda v: f"DB_PASSWORD={v} # prod\n",
    "commented-out": lambda v: f"# DB_PASSWORD={v}\n",
    "crlf": lambda v: f"A=1\r\nDB_PASSWORD={v}\r\nB=2\r\n",
    "env-dump": lambda v: f"HOME=/root\nPWD=/srv\nOLDPWD=/\nRAILS_MASTER_KEY={v}\nPATH=/bin\n",
    "nul-environ": lambda v: f"HOME=/root\x00DB_PASSWORD={v}\x00PATH=/bin\x00",
    "dotted": lambda v: f"spring.datasource.password={v}\n",
    "encryption": lambda v: f"ENCRYPTION_KEY={v}\n",
    "jwt": lambda v: f"JWT_SECRET={v}\n",
    "fish": lambda v: f"set -x DB_PASSWORD {v}\n",
    "powershell": lambda v: f'$env:DB_PASSWORD = "{v}"\n',
    "cmd": lambda v: f"set DB_PASSWORD={v}\r\n",
    "dollar-in": lambda v: f"DB_PASSWORD='{v}'\n",
    "json-string": lambda v: as_json({"userdata": f"#!/bin/sh\nexport DB_PASSWORD={v}\n"}),
}

SYMBOLS = {
    "special!": "!",
    "hash#": "#",
    "dollar$": "$",
    "at@": "@",
    "amp&": "&",
    "semi;": ";",
    "space": " ",
    "umlaut": "ü",
    "quote-in": "'",
    "percent%": "%",
    "equals=": "=",
}

XML: Forms = {
    "element": lambda v: f"<config><user>a</user><password>{v}</password></config>",
    "element-pretty": lambda v: f"<config>\n  <password>\n    {v}\n  </password>\n</config>",
    "attribute": lambda v: f'<db user="a" password="{v}"/>',
    "attribute-single": lambda v: f"<db user='a' password='{v}'/>",
    "add-key-value": lambda v: f'<appSettings><add key="DbPassword" value="{v}"/></appSettings>',
    "add-value-key": lambda v: f'<appSettings><add value="{v}" key="ApiKey"/></appSettings>',
    "namespace": lambda v: f'<ns:config xmlns:ns="urn:x"><ns:password>{v}</ns:password></ns:config>',
    "cdata": lambda v: f"<c><password><![CDATA[{v}]]></password></c>",
    "declaration": lambda v: (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<settings><server><id>r</id><password>{v}</password></server></settings>"
    ),
    "maven": lambda v: (
        "<settings><servers>"
        f"<server><id>n</id><username>u</username><password>{v}</password></server></servers></settings>"
    ),
    "property-name": lambda v: f'<bean><property name="password" value="{v}"/></bean>',
    "property-text": lambda v: f'<property name="hibernate.connection.password">{v}</property>',
    "hadoop": lambda v: (
        f"<configuration><property><name>fs.s3a.secret.key</name><value>{v}</value></property></configuration>"
    ),
    "soap-wsse": lambda v: (
        "<wsse:UsernameToken><wsse:Username>a</wsse:Username>"
        f'<wsse:Password Type="x#PasswordText">{v}</wsse:Password></wsse:UsernameToken>'
    ),
    "entities": lambda v: f"<c><password>{''.join(f'&#{ord(c)};' for c in v)}</password></c>",
    "plist": lambda v: (
        f"<plist><dict><key>user</key><string>a</string><key>password</key><string>{v}</string></dict></plist>"
    ),
    "apiKey": lambda v: f"<r><apiKey>{v}</apiKey></r>",
    "token": lambda v: f"<r><token>{v}</token></r>",
    "client_secret": lambda v: f"<r><client_secret>{v}</client_secret></r>",
    "secret": lambda v: f"<r><Secret>{v}</Secret></r>",
    "pwd-attr": lambda v: f'<user name="a" pwd="{v}"></user>',
    "accessToken": lambda v: f"<r><accessToken>{v}</accessToken></r>",
    "attr-ns": lambda v: f'<u xmlns:s="urn:s" s:password="{v}"/>',
    "tomcat": lambda v: f'<tomcat-users><user username="a" password="{v}" roles="x"/></tomcat-users>',
    "connstr": lambda v: f'<add name="c" connectionString="Server=x;Database=y;User Id=a;Password={v};"/>',
    "xml-in-json": lambda v: as_json({"xml": f"<c><password>{v}</password></c>"}),
    "with-attrs": lambda v: f'<c><password encrypted="false" xml:lang="en">{v}</password></c>',
}

CSV: Forms = {
    "header": lambda v: f"user,password\na,{v}\n",
    "third-row": lambda v: f"id,name,api_key\n1,a,\n2,b,\n3,c,{v}\n",
    "quoted": lambda v: f'"user","password","note"\n"a","{v}","x, y"\n',
    "semicolon": lambda v: f"user;password;x\na;{v};1\n",
    "tab": lambda v: f"user\tpassword\na\t{v}\n",
    "middle": lambda v: f"id,secret,when\n1,{v},2026\n",
    "aws-keys-csv": lambda v: f"Access key ID,Secret access key\n{access_key_id(drawing('csvk'))},{v}\n",
    "iam-users-csv": lambda v: (
        f"User name,Password,Console sign-in URL\nbob,{v},https://123456789012.signin.aws.amazon.com/console\n"
    ),
    "bom": lambda v: f"\ufeffuser,password\r\na,{v}\r\n",
    "token": lambda v: f"token,user\n{v},a\n",
    "pipe": lambda v: f"user|pwd|x\na|{v}|1\n",
    "browser-export": lambda v: f"name,url,username,password\nx,https://x.example.com,a,{v}\n",
}

NDJSON: Forms = {
    "first": lambda v: as_json({"password": v}) + "\n" + as_json({"a": 1}) + "\n",
    "second": lambda v: as_json({"a": 1}) + "\n" + as_json({"user": "a", "api_key": v}) + "\n",
    "nested": lambda v: as_json({"a": 1}) + "\n" + as_json({"x": {"token": v}}) + "\n",
    "crlf": lambda v: as_json({"a": 1}) + "\r\n" + as_json({"secret": v}) + "\r\n",
    "no-end": lambda v: as_json({"a": 1}) + "\n" + as_json({"pwd": v}),
    "thousand": lambda v: (
        "".join(as_json({"i": i}) + "\n" for i in range(1000)) + as_json({"passwd": v}) + "\n"
    ),
    "string": lambda v: as_json({"a": 1}) + "\n" + as_json({"m": as_json({"password": v})}) + "\n",
    "rs": lambda v: "\x1e" + as_json({"a": 1}) + "\n\x1e" + as_json({"client_secret": v}) + "\n",
    "firehose": lambda v: as_json({"a": 1}) + as_json({"auth_token": v}),
    "broken-line": lambda v: "not json\n" + as_json({"access_token": v}) + "\n",
}

TOML: Forms = {
    "basic": lambda v: f'[db]\nuser = "a"\npassword = "{v}"\n',
    "literal": lambda v: f"[db]\npassword = '{v}'\n",
    "inline": lambda v: f'db = {{ user = "a", password = "{v}" }}\n',
    "dotted": lambda v: f'db.password = "{v}"\n',
    "multi": lambda v: f'secret = """\n{v}"""\n',
    "array": lambda v: f'[[users]]\nname = "a"\ntoken = "{v}"\n',
    "quoted-key": lambda v: f'"api-key" = "{v}"\n',
    "cargo": lambda v: f'[registry]\ntoken = "{v}"\n',
    "poetry": lambda v: f'[http-basic.acme]\nusername = "u"\npassword = "{v}"\n',
    "comment": lambda v: f'# password = "{v}"\nx = 1\n',
    "pwd": lambda v: f'pwd = "{v}"\n',
    "tfvars": lambda v: f'db_password = "{v}"\nregion = "eu"\n',
    "hcl": lambda v: f'resource "aws_db_instance" "x" {{\n  username = "a"\n  password = "{v}"\n}}\n',
}

PROPERTIES: Forms = {
    "eq": lambda v: f"db.user=a\ndb.password={v}\n",
    "spaces": lambda v: f"db.password = {v}\n",
    "colon": lambda v: f"db.password: {v}\n",
    "kafka-jaas": lambda v: (
        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required "
        f'username="u" password="{v}";\n'
    ),
    "truststore": lambda v: f"ssl.truststore.password={v}\n",
    "keystore": lambda v: f"server.ssl.key-store-password={v}\n",
    "spring": lambda v: f"spring.mail.password={v}\nspring.mail.host=x\n",
    "api": lambda v: f"stripe.api-key={v}\n",
    "secret": lambda v: f"app.jwt.secret={v}\n",
    "token": lambda v: f"sonar.token={v}\n",
    "pwd": lambda v: f"ldap.pwd={v}\n",
    "passwd": lambda v: f"ldap.passwd={v}\n",
    "gradle": lambda v: f"signing.password={v}\nsigning.keyId=24875D73\n",
    "continued": lambda v: f"db.password=\\\n  {v}\n",
}

LOG: Forms = {
    "json-tail": lambda v: "2026-11-22T10:00:00Z INFO request done " + as_json({"user": "a", "password": v}),
    "json-tail-nested": lambda v: "[worker-1] payload=" + as_json({"x": {"api_key": v}}),
    "json-tail-token": lambda v: (
        "2026-11-22 10:00:00,123 - app - DEBUG - response: " + as_json({"token": v, "ok": True})
    ),
    "json-middle": lambda v: "got " + as_json({"secret": v}) + " from upstream in 3ms",
    "kv": lambda v: f"level=info msg=login user=a password={v} took=3ms",
    "kv-quoted": lambda v: f'level=info msg="login" password="{v}" took=3ms',
    "colon": lambda v: f"login failed for a, password: {v}",
    "python-dict": lambda v: f"DEBUG kwargs: {{'user': 'a', 'password': '{v}'}}",
    "repr": lambda v: f"Settings(host='x', password='{v}', port=5432)",
    "lambda-report": lambda v: (
        "START RequestId: 8f2c\n"
        f"2026-11-22T10:00:00.000Z\t8f2c\tINFO\t{{ user: 'a', apiKey: '{v}' }}\nEND RequestId: 8f2c\n"
    ),
    "go-struct": lambda v: f"config: {{Host:x User:a Password:{v} Port:5432}}",
    "ruby-hash": lambda v: f'Parameters: {{"user"=>"a", "password"=>"{v}"}}',
    "ruby-sym": lambda v: f'{{:user=>"a", :api_token=>"{v}"}}',
    "java-map": lambda v: f"body={{user=a, password={v}, port=1}}",
    "php-array": lambda v: f"array ( 'user' => 'a', 'password' => '{v}', )",
    "http-form": lambda v: f"POST /login body: user=a&password={v}&remember=1",
    "url-query": lambda v: f"GET /cb?code=1&access_token={v}&state=x HTTP/1.1",
    "url-apikey": lambda v: f"https://api.example.com/v1/x?api_key={v}&q=1",
    "query-token": lambda v: f"https://x.example.com/reset?token={v}",
    "cli": lambda v: f"+ mysqldump -h db -u root --password={v} app",
    "cli-space": lambda v: f"+ az login --service-principal -u app --password {v} --tenant t",
    "cli-token": lambda v: f"$ gh auth --token {v}",
    "cli-p": lambda v: f"$ docker login -u bob -p {v} registry.example.com",
    "cli-mysql-p": lambda v: f"$ mysql -uroot -p{v} app",
    "sshpass": lambda v: f"sshpass -p '{v}' ssh root@10.0.0.1",
    "cookie": lambda v: f"> Cookie: sessionid={v}; theme=dark",
    "set-cookie": lambda v: f"< Set-Cookie: session={v}; Path=/; HttpOnly",
    "xheader": lambda v: f"> X-Api-Key: {v}",
    "vault-header": lambda v: f"curl -H 'X-Vault-Token: {v}' https://vault.example.com/v1/secret/data/x",
    "prose-is": lambda v: f"The temporary password is {v} and must be changed.",
    "prose-colon": lambda v: f"Your new API key: {v}",
}


def add(cases: Cases) -> None:
    cases.of_forms("yaml", YAML)
    cases.of_forms("ini", INI)
    add_credentials_files(cases)
    cases.of_forms("env", ENVIRONMENT)
    for name, symbol in SYMBOLS.items():
        add_with_symbol(cases, name, symbol)
    cases.of_forms("xml", XML)
    cases.of_forms("csv", CSV, lambda draw: secret_access_key(draw).replace("/", "x"))
    cases.of_forms("ndjson", NDJSON)
    cases.of_forms("toml", TOML)
    cases.of_forms("properties", PROPERTIES)
    cases.of_forms("log", LOG)


def add_credentials_files(cases: Cases) -> None:
    """The files of `aws configure`."""
    for name in ("credentials-file", "credentials-file-akid"):
        draw = drawing("ini-aws", name)
        key, secret = access_key_id(draw), secret_access_key(draw)
        text = f"[default]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n"
        wanted = key if name.endswith("akid") else secret
        cases.secret("aws-keys", name, name, wanted, text, "AWS credentials file")
    name = "credentials-file-token"
    draw = drawing("ini-aws", name)
    key, secret, token = access_key_id(draw, "ASIA"), secret_access_key(draw), session_token(draw)
    text = f"[p]\naws_access_key_id={key}\naws_secret_access_key={secret}\naws_session_token={token}\n"
    cases.secret("aws-keys", name, name, token, text, "AWS credentials file")


def add_with_symbol(cases: Cases, name: str, symbol: str) -> None:
    """A password with a special character. Neither half of it may stay."""
    why = "a password with special characters"
    base = drawing("special", name).plain_password(10)
    before, after = base[:5], base[5:]
    secret = before + symbol + after
    cases.secret(
        "special-characters",
        "json." + name,
        "JSON",
        secret,
        as_json({"password": secret}),
        why,
        needles=[secret, after + '"', before + symbol],
    )
    base = drawing("special2", name).plain_password(20)
    before, after = base[:10], base[10:]
    secret = before + symbol + after
    cases.secret(
        "special-characters",
        "env." + name,
        "quoted .env",
        secret,
        f'DB_HOST=x\nDB_PASSWORD="{secret}"\n',
        why,
        needles=[secret, after, before],
    )
