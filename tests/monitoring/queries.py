"""What the dashboards and alert rules ask: their queries, and which metrics and labels a query names."""
import json
import pathlib
import re

MONITORING = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "monitoring"

# A word that is followed by "(" is a function or an aggregation; these are words of the language that are not.
WORDS = {"by", "without", "on", "ignoring", "group_left", "group_right", "and", "or", "unless", "bool", "offset", "inf", "nan"}
LABEL_LISTS = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)")
TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"')
SELECTOR = re.compile(r"([a-zA-Z_:][\w:]*)\s*\{([^{}]*)\}")
MATCHER = re.compile(r"([a-zA-Z_]\w*)\s*(=~|!~|!=|=)")


def filled(query):
    """A dashboard's query with Grafana's own variables filled in."""
    return query.replace("$__rate_interval", "30s").replace("$__range", "1h")


def metrics_of(query):
    """Names of the metrics a query reads."""
    text = LABEL_LISTS.sub(" ", TEXTS.sub('""', query))
    text = re.sub(r"\{[^{}]*\}", " ", re.sub(r"\[[^\[\]]*\]", " ", text))
    words = re.findall(r"(?<![\w.$])([a-zA-Z_:][\w:]*)(\s*\()?", text)
    return {word for word, call in words if not call and word.lower() not in WORDS and not re.fullmatch(r"\d.*", word)}


def labels_of(query):
    """Pairs of a metric and a label that a query tells its series apart by."""
    pairs = set()
    for metric, matchers in SELECTOR.findall(TEXTS.sub('""', query)):
        pairs |= {(metric, label) for label, _ in MATCHER.findall(matchers)}
    return pairs


def dashboards():
    return {path.stem: json.loads(path.read_text()) for path in sorted((MONITORING / "grafana/dashboards").glob("*.json"))}


def questions_of(dashboard):
    """Pairs of a panel's title and a query of it; what marks releases is one of them."""
    asked = [(mark["name"], filled(mark["expr"])) for mark in dashboard["annotations"]["list"]]
    for panel in dashboard["panels"]:
        asked += [(panel["title"], filled(target["expr"])) for target in panel.get("targets", [])]
    return asked


def faults_of(name, dashboard):
    """What is wrong with a dashboard as a file."""
    faults = []
    ids = [panel["id"] for panel in dashboard["panels"]]
    if len(set(ids)) != len(ids):
        faults.append(f"{name}: two panels have the same id")
    source = re.search(r"^ *uid: (\S+)", (MONITORING / "grafana/provisioning/datasources/prometheus.yaml").read_text(), re.M)[1]
    for panel in dashboard["panels"]:
        where = f'{name}, panel "{panel["title"]}"'
        place = panel["gridPos"]
        if place["x"] + place["w"] > 24:
            faults.append(f"{where}: is wider than the page")
        if panel["type"] == "row":
            continue
        if not panel.get("description"):
            faults.append(f"{where}: does not say what it shows")
        if not panel.get("targets"):
            faults.append(f"{where}: asks nothing")
        for one in [panel, *panel.get("targets", [])]:
            if one["datasource"]["uid"] != source:
                faults.append(f'{where}: asks the source "{one["datasource"]["uid"]}", which is not set up')
    return faults


def untested_alerts(names):
    """Alerts that lack a case in which they fire or one in which they are quiet."""
    cases = "\n".join(path.read_text() for path in (MONITORING / "prometheus/tests").glob("*.yaml"))
    tested = re.findall(r"alertname=\"(\w+)\".*eval_time: \w+, exp_samples: \[\{labels: '\{\}', value: (\d+)\}\]", cases)
    fired = {name for name, value in tested if value != "0"}
    quiet = {name for name, value in tested if value == "0"}
    return sorted(set(names) - (fired & quiet))


def alerts_named_in_routes():
    """Alerts that the routes and inhibitions of Alertmanager speak of."""
    named = re.findall(r'alertname=~?"([\w|]+)"', (MONITORING / "alertmanager/alertmanager.yml").read_text())
    return {name for group in named for name in group.split("|")}
