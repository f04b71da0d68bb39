"""Secrets in statements of SQL, in commands, and in source code."""

from __future__ import annotations

from cases import Cases, Forms
from values import access_key_id, as_base64, drawing, plain_secret_access_key

SQL: Forms = {
    "identified-by": lambda v: f"CREATE USER 'app'@'%' IDENTIFIED BY '{v}';",
    "identified-with": lambda v: f"ALTER USER a IDENTIFIED WITH mysql_native_password BY '{v}';",
    "pg-password": lambda v: f"ALTER ROLE app WITH LOGIN PASSWORD '{v}';",
    "pg-encrypted": lambda v: f"CREATE USER a WITH ENCRYPTED PASSWORD '{v}';",
    "mssql": lambda v: f"CREATE LOGIN a WITH PASSWORD = '{v}';",
    "mssql-n": lambda v: f"CREATE LOGIN a WITH PASSWORD = N'{v}', CHECK_POLICY = ON;",
    "oracle": lambda v: f'CREATE USER a IDENTIFIED BY "{v}";',
    "set-password": lambda v: f"SET PASSWORD FOR 'a'@'%' = PASSWORD('{v}');",
    "redshift-copy": lambda v: (
        f"COPY t FROM 's3://b/k' CREDENTIALS 'aws_access_key_id={access_key_id(drawing('cp'))};"
        f"aws_secret_access_key={v}';"
    ),
    "redshift-copy2": lambda v: (
        f"COPY t FROM 's3://b/k' ACCESS_KEY_ID '{access_key_id(drawing('cp2'))}' SECRET_ACCESS_KEY '{v}';"
    ),
    "insert": lambda v: f"INSERT INTO users (name, password) VALUES ('a', '{v}');",
    "update": lambda v: f"UPDATE users SET password = '{v}' WHERE id = 7;",
    "where": lambda v: f"SELECT 1 FROM users WHERE name = 'a' AND password = '{v}'",
    "snowflake": lambda v: (
        "CREATE STAGE s URL='s3://b' CREDENTIALS="
        f"(AWS_KEY_ID='{access_key_id(drawing('cp3'))}' AWS_SECRET_KEY='{v}');"
    ),
    "lower": lambda v: f"create user a identified by '{v}';",
    "dblink": lambda v: f"SELECT dblink_connect('host=x user=a password={v}');",
}

SHELL: Forms = {
    "export": lambda v: f"#!/bin/bash\nexport API_TOKEN={v}\nrun\n",
    "export-q": lambda v: f'#!/bin/bash\nexport DB_PASS="{v}"\n',
    "dockerfile-env": lambda v: f"FROM x\nENV DB_PASSWORD={v}\nRUN y\n",
    "dockerfile-env-old": lambda v: f"FROM x\nENV DB_PASSWORD {v}\n",
    "dockerfile-arg": lambda v: f"FROM x\nARG NPM_TOKEN={v}\n",
    "docker-run": lambda v: f"docker run -e POSTGRES_PASSWORD={v} postgres:16",
    "docker-run-q": lambda v: f"docker run --env 'API_KEY={v}' x",
    "curl-u": lambda v: f"curl -u admin:{v} https://x.example.com/",
    "curl-user": lambda v: f"curl --user 'admin:{v}' https://x.example.com/",
    "curl-d": lambda v: f'curl -d \'{{"password": "{v}"}}\' https://x.example.com/login',
    "curl-form": lambda v: f"curl -d 'user=a&password={v}' https://x.example.com/login",
    "curl-header": lambda v: f"curl -H 'X-Api-Key: {v}' https://x.example.com/",
    "curl-header2": lambda v: (
        f'curl --header "PRIVATE-TOKEN: {v}" https://gitlab.example.com/api/v4/projects'
    ),
    "wget": lambda v: f"wget --user=a --password={v} https://x.example.com/f",
    "chpasswd": lambda v: f"echo 'root:{v}' | chpasswd",
    "aws-configure": lambda v: f"aws configure set aws_secret_access_key {v}",
    "helm-set": lambda v: f"helm install x --set auth.password={v}",
    "kubectl-literal": lambda v: f"kubectl create secret generic db --from-literal=password={v}",
    "vault-kv": lambda v: f"vault kv put secret/db password={v}",
    "htpasswd": lambda v: f"htpasswd -b f bob {v}",
    "userdata-cloudinit": lambda v: f"#cloud-config\nchpasswd:\n  list: |\n    ubuntu:{v}\n",
    "userdata-b64": lambda v: as_base64(f"#!/bin/bash\nexport DB_PASSWORD={v}\nexec app\n"),
    "heredoc": lambda v: f"cat > .env <<EOF\nDB_PASSWORD={v}\nEOF\n",
    "python-const": lambda v: f'PASSWORD = "{v}"\n',
    "python-kwarg": lambda v: f'connect(host="x", user="a", password="{v}")\n',
    "js-const": lambda v: f"const apiKey = '{v}';\n",
    "java-const": lambda v: f'private static final String PASSWORD = "{v}";\n',
    "go-const": lambda v: f'const clientSecret = "{v}"\n',
    "ts-env": lambda v: f"process.env.SECRET_KEY = '{v}';",
    "ps-securestring": lambda v: f'ConvertTo-SecureString "{v}" -AsPlainText -Force',
}


def add(cases: Cases) -> None:
    cases.of_forms("sql", SQL, plain_secret_access_key)
    cases.of_forms("shell-docker", SHELL, lambda draw: draw.plain_password(22))
