"""A training run as one page for people: scores, curves, examples, and what is not known yet."""

import base64
import html
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from scenewright.datasets.files import told_in_words, write_files
from scenewright.jobs.evaluation import gap_of, gap_sentence

PAGE_FILE = "report.html"
CURVE_FILE, KNOBS_FILE = "learning_curve.json", "which_knob.json"
"""Of studies that lie beside a run: what more frames would bring, and which setting to widen."""

_STYLE = """body{font:15px/1.5 system-ui,sans-serif;max-width:960px;margin:2em auto;padding:0 1em;color:#1c1d1f}
h1{font-size:1.6em}h2{font-size:1.15em;margin-top:2em}table{border-collapse:collapse}td,th{padding:.25em .9em .25em 0;
text-align:left}td.n{text-align:right;font-variant-numeric:tabular-nums}.warn{background:#fff1d6;border-left:4px solid
#d98200;padding:.6em 1em}.good{background:#e6f5ea;border-left:4px solid #2b8a4b;padding:.6em 1em}img{max-width:100%}
svg{background:#f7f7f8;border-radius:6px}.muted{color:#6b6f76}"""

NOT_TESTED = "Not tested on real images: these scores say how well the model knows synthetic ones."


def write_report(run: Path) -> Path:
    """Write a run's page from what lies in its folder, and return its place.

    Raises:
        UserError: It cannot be written.
    """
    path = run / PAGE_FILE
    with told_in_words("write the report", path):
        write_files({path: _page(run).encode()})
    return path


def _page(run: Path) -> str:
    facts = read_json(run / "run.json")
    lines = read_metrics(run)
    evaluations = {
        place.parent.name: read_json(place)
        for place in sorted(run.glob("evaluations/*/scores.json"))
        if read_json(place)
    }
    name = "mIoU" if facts.get("task") == "semantic" else "AP"
    is_real = any(item["is_real"] for item in evaluations.values())
    gap = gap_of(evaluations)
    banner = f'<p class="good">{html.escape(gap_sentence(gap, name))}</p>' if gap else ""
    banner += "" if is_real else f'<p class="warn">{NOT_TESTED}</p>'
    title = html.escape(facts.get("project") or str(facts.get("model", run.name)))
    parts = [
        f"<h1>{title}</h1>{banner}",
        _facts_table(facts),
        f"<h2>Scores</h2>{_score_table(evaluations, name)}",
        f"<h2>While it learned</h2>{_curves(lines, name)}",
        "<h2>What it found</h2>" + "".join(_picture(place) for place in _examples(run, evaluations)),
    ]
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return f"<!doctype html><html lang=en><head>{head}</head><body>{''.join(parts)}</body></html>"


def read_json(path: Path) -> dict[str, Any]:
    """Return a JSON file's content; empty where it is not there or damaged."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def read_metrics(run: Path) -> list[dict[str, Any]]:
    """Return the lines of a run's metrics; a half-written last one is left out."""
    try:
        text = (run / "metrics.jsonl").read_text(encoding="utf-8")
    except OSError:
        return []
    lines = []
    for line in text.splitlines():
        try:
            lines.append(json.loads(line))
        except ValueError:
            continue
    return lines


def _facts_table(facts: dict[str, Any]) -> str:
    images = facts.get("images", {})
    rows = {
        "Task": facts.get("task"),
        "Model": facts.get("model"),
        "Classes": ", ".join(facts.get("classes", ())),
        "Weights": facts.get("weights"),
        "Recipe": facts.get("recipe_name"),
        "Pictures": f"{images.get('training')} to learn from, {images.get('validation')} held back",
        "Dataset": facts.get("dataset"),
        "SHA-256 of its labels": facts.get("dataset_hash"),
    }
    cells = "".join(f"<tr><td>{name}</td><td>{html.escape(str(value))}</td></tr>" for name, value in rows.items())
    return f"<table>{cells}</table>"


def _score_table(evaluations: dict[str, dict[str, Any]], name: str) -> str:
    if not evaluations:
        return "<p class=muted>Not measured yet: run scenewright evaluate.</p>"
    columns = [name, "AP50", "AP75", "AP_small", "AP_medium", "AP_large"] if name == "AP" else [name, "accuracy"]
    rows = [
        _row(key, item["overall"], columns, "real" if item["is_real"] else "synthetic")
        for key, item in evaluations.items()
    ]
    for key, item in evaluations.items():
        rows += [_row(f"{key}: {each}", values, columns, "") for each, values in item["by_class"].items()]
    head = "".join(f"<th>{column}</th>" for column in ["Measured on", "", *columns])
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"


def _row(name: str, values: dict[str, float], columns: Iterable[str], kind: str) -> str:
    cells = "".join(f"<td class=n>{values[c]:.3f}</td>" if c in values else "<td></td>" for c in columns)
    return f"<tr><td>{html.escape(name)}</td><td class=muted>{kind}</td>{cells}</tr>"


def _curves(lines: list[dict[str, Any]], name: str) -> str:
    losses = [(line["step"], line["losses"]["loss"]) for line in lines if line["kind"] == "step"]
    scores = [(line["epoch"], line["score"]) for line in lines if line["kind"] == "epoch"]
    return _curve(losses, "loss by step", "#c2542f") + _curve(scores, f"{name} by epoch", "#2563c9", top=1.0)


def _curve(points: Sequence[tuple[float, float]], title: str, color: str, top: float | None = None) -> str:
    if len(points) < 2:
        return ""
    width, height, margin = 440, 200, 28
    highest = top or max(y for _, y in points) or 1.0
    first, last = points[0][0], max(points[-1][0], points[0][0] + 1)

    def place(x: float, y: float) -> str:
        across = margin + (x - first) / (last - first) * (width - 2 * margin)
        return f"{across:.1f},{height - margin - min(y, highest) / highest * (height - 2 * margin):.1f}"

    line = " ".join(place(x, y) for x, y in points)
    words = f'<text x="{margin}" y="18" font-size="12" fill="#555">{title}, up to {highest:.3g}</text>'
    return (
        f'<svg width="{width}" height="{height}" role="img" aria-label="{title}">{words}'
        f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/></svg> '
    )


def _examples(run: Path, evaluations: dict[str, dict[str, Any]]) -> list[Path]:
    sheets = [run / "evaluations" / name / "sheet.jpg" for name in evaluations]
    epochs = sorted((run / "epochs").glob("*.jpg"))
    return [place for place in sheets or epochs[-1:] if place.is_file()]


def _picture(path: Path) -> str:
    data = base64.b64encode(path.read_bytes()).decode()
    caption = html.escape(path.parent.name)
    return f'<p><img alt="finds on {caption}" src="data:image/jpeg;base64,{data}"><br>{caption}</p>'
