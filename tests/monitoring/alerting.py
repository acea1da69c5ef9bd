#!/usr/bin/python3
"""Lets a real Alertmanager, started as in the installation, tell a mail server and a Slack-like receiver of alerts.

    tests/monitoring/alerting.py
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

sys.dont_write_bytecode = True

from installation import Installation, ask, until
from queries import MONITORING

START = MONITORING / "alertmanager/start"
MAIL_SERVER = pathlib.Path(__file__).resolve().parents[1] / "support/mail_server.py"
# Every mixture of what may be set up; what is not set up must leave a configuration that is valid all the same.
MAIL = {"SMTP_SERVER": "127.0.0.1", "FROM_EMAIL": "o'neil@example.org", "ADMIN_EMAILS": "a@example.org,b@example.org"}
LOGIN = {"SMTP_USERNAME": "user: '&\\1|"}


def checked_configurations(folder):
    slack = folder / "slack_url"
    slack.write_text("http://127.0.0.1:1/hook")
    faults = []
    for given in ({}, MAIL, {**MAIL, **LOGIN}, {"ALERT_SLACK_URL_FILE": str(slack)}, {**MAIL, **LOGIN, "ALERT_SLACK_URL_FILE": str(slack)}):
        printed = subprocess.run(["sh", START, "--print"], env={"PATH": os.environ["PATH"], **given}, capture_output=True, text=True, check=True).stdout
        (folder / "filled.yml").write_text(printed)
        done = subprocess.run(["amtool", "check-config", folder / "filled.yml"], capture_output=True, text=True, check=False)
        what = ", ".join(given) or "nothing set up"
        if done.returncode != 0:
            faults.append(f"alertmanager.yml with {what}: {done.stdout}{done.stderr}")
        if ("email_configs" in printed) != ("SMTP_SERVER" in given) or ("slack_configs" in printed) != ("ALERT_SLACK_URL_FILE" in given):
            faults.append(f"alertmanager.yml with {what}: tells others than it should")
        if "@" in printed.replace("@example.org", ""):
            faults.append(f"alertmanager.yml with {what}: a name was not filled in")
    return faults


def alert(name, severity, **labels):
    return {"labels": {"alertname": name, "severity": severity, "environment": "test", **labels},
            "annotations": {"summary": f"Summary of {name} & <more>.", "cure": f"Cure of {name}."}}


def told(site, folder):
    """What arrives when the API is gone and with it all that follows from that."""
    mails = folder / "mails"
    mails.mkdir()
    # The system's own Python: the mail server is built on a Debian package.
    site.start("mail", ["/usr/bin/python3", MAIL_SERVER, mails])
    port = until("the mail server", lambda: (mails / "port").exists() and (mails / "port").read_text())
    (folder / "slack_url").write_text(site.outside.url + "/hook")
    settings = {**MAIL, "SMTP_PORT": port, "SMTP_USE_TLS": "false", "ALERT_SLACK_URL_FILE": str(folder / "slack_url"), "ALERTMANAGER_RUN": str(folder)}
    template = folder / "alertmanager.yml.here"  # the same, but for how patient it is
    text = (MONITORING / "alertmanager/alertmanager.yml").read_text()
    template.write_text(text.replace("group_wait: 30s", "group_wait: 2s").replace("group_wait: 10s", "group_wait: 2s"))
    (folder / "bin").mkdir()
    (folder / "bin/alertmanager").symlink_to("/usr/bin/prometheus-alertmanager")  # as Debian names it
    site.start("alertmanager", ["sh", START, f"--web.listen-address=127.0.0.1:{site.ports['alertmanager']}", "--cluster.listen-address=",
                                f"--storage.path={folder}/alertmanager"],
               {**settings, "ALERTMANAGER_TEMPLATE": str(template), "PATH": f"{folder}/bin:{os.environ['PATH']}"})
    until("Alertmanager, ready", lambda: ask(site.url("alertmanager", "/-/ready"))[0] == 200)
    alerts = [alert("NoApi", "critical"), alert("ErrorsHigh", "warning"), alert("DataDiskFilling", "warning", instance="a"),
              alert("DataDiskFilling", "warning", instance="b")]
    status, said = ask(site.url("alertmanager", "/api/v2/alerts"), json.dumps(alerts).encode(), headers={"Content-Type": "application/json"})
    if status != 200:
        return [f"Alertmanager answered {status}: {said.decode()}"]

    def arrived():
        return [json.loads(path.read_text()) for path in sorted(mails.glob("*.json"))]

    until("the two mails", lambda: len(arrived()) >= 2 and len(site.outside.posts) >= 2)
    mailed = json.dumps(arrived())
    posted = urllib.parse.unquote(" ".join(body.decode() for _, body in site.outside.posts))
    faults = []
    for where, text in (("mail", mailed), ("Slack", posted)):
        for wanted in ("Summary of NoApi & <more>.", "Cure of NoApi.", "Cure of DataDiskFilling."):
            if wanted not in text and json.dumps(wanted)[1:-1] not in text and wanted.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e") not in text:
                faults.append(f'{where}: does not say "{wanted}"')
        if "ErrorsHigh" in text:
            faults.append(f"{where}: tells of what follows from the missing API")
    if len(arrived()) != 2:
        faults.append(f"{len(arrived())} mails came, not one for each of two troubles")
    if "a@example.org" not in mailed or "b@example.org" not in mailed:
        faults.append("mail: not everybody named in ADMIN_EMAILS was told")
    return faults


def main():
    with tempfile.TemporaryDirectory(prefix="alerting.") as name:
        folder = pathlib.Path(name)
        faults = checked_configurations(folder)
        site = Installation(None, folder)
        try:
            faults += told(site, folder)
        finally:
            site.stop()
    for fault in faults:
        print(fault)
    print(f"Alerts told by mail and to Slack, {len(faults)} faults.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
