"""A dataset's figures and findings as a page for people: one file, no script, bars drawn as SVG."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from scenewright.jobs.inspection_maps import maps

_WIDTH, _HEIGHT = 260, 90
_MOST_NAMES = 16
_MOST_FRAMES = 30


def page(data: Mapping[str, Any]) -> str:
    """Return the page of a report, or of findings alone, as `jobs.inspect` makes them."""
    errors = [item for item in data["findings"] if item["level"] == "error"]
    verdict = f"{len(errors)} errors" if errors else "No errors"
    return _PAGE.format(
        dataset=escape(data["dataset"]),
        verdict=verdict,
        tone="bad" if errors else "good",
        images=data["images"],
        objects=data["objects"],
        made=escape(data["made"]),
        program=escape(data["program"]),
        findings="\n".join(_finding(item) for item in data["findings"]) or "<p>Nothing odd was found.</p>",
        sample=f"<p><small>{escape(data['pictures']['note'])}</small></p>" if data["pictures"]["note"] else "",
        beside=_beside(data),
        asked=_asked(data),
        maps=maps(data),
        figures=_figures(data),
    )


def _figures(data: Mapping[str, Any]) -> str:
    shown = "\n".join(_figure(item) for item in data.get("measures", ()) if sum(item["counts"]) > 0)
    return f"<h2>Figures</h2><div class=grid>{shown}</div>" if shown else ""


def _finding(item: Mapping[str, Any]) -> str:
    frames = item["frames"]
    shown = ", ".join(map(str, frames[:_MOST_FRAMES])) + (" …" if len(frames) > _MOST_FRAMES else "")
    where = f"<small>frames {shown}</small>" if frames else ""
    setting = f" <code>{escape(item['setting'])}</code>" if item["setting"] else ""
    return f"<div class='finding {item['level']}'><p>{escape(item['sentence'])}{setting}</p>{where}</div>"


def _asked(data: Mapping[str, Any]) -> str:
    if not data.get("asked_and_got"):
        return ""
    figures = "".join(
        _chart(
            f"{item['setting']} · distance {item['distance']:.2f}",
            _labels(item["edges"], (), ""),
            [("got", item["got"]), ("asked", item["asked"])],
        )
        for item in data["asked_and_got"]
    )
    return f"<h2>Asked and got</h2><p>Bars: what came out; line: what was asked for.</p><div class=grid>{figures}</div>"


def _beside(data: Mapping[str, Any]) -> str:
    if "comparison" not in data:
        return ""
    said = "".join(f"<li>{escape(item['sentence'])}</li>" for item in data["advice"])
    figures = "".join(
        _chart(
            f"{item['title']} · distance {item['distance']:.2f}",
            _labels(item["edges"], item["names"], ""),
            [("here", _shares(item["one"])), ("beside", _shares(item["other"]))],
        )
        for item in data["comparison"]
    )
    return (
        f"<h2>Beside {escape(data['beside'])}</h2><p>Bars: this dataset; line: the other. A diagnosis, not a score: "
        f"likeness alone does not foretell how well a detector does.</p><ul>{said}</ul><div class=grid>{figures}</div>"
    )


def _figure(item: Mapping[str, Any]) -> str:
    names, counts = item["names"], item["counts"]
    if len(names) > _MOST_NAMES:
        order = sorted(range(len(names)), key=lambda number: -counts[number])[:_MOST_NAMES]
        names, counts = [names[number] for number in order], [counts[number] for number in order]
    return _chart(item["title"], _labels(item["edges"], names, item["unit"]), [("", counts)])


def _labels(edges: Sequence[float], names: Sequence[str], unit: str) -> list[str]:
    return list(names) or [f"{low:.3g} to {high:.3g} {unit}".strip() for low, high in pairwise(edges)]


def _shares(counts: Sequence[int]) -> list[float]:
    total = max(1, sum(counts))
    return [count / total for count in counts]


def _chart(title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> str:
    """Return a chart: the first series as bars, a second one as a stepped line."""
    bars = series[0][1]
    highest = max(max(values, default=0) for _, values in series) or 1
    wide = _WIDTH / max(1, len(bars))
    shapes = "".join(
        f"<rect x={number * wide:.1f} y={_HEIGHT * (1 - value / highest):.1f} width={max(1, wide - 1):.1f} "
        f"height={_HEIGHT * value / highest:.1f}><title>{escape(label)}: {value:.4g}</title></rect>"
        for number, (value, label) in enumerate(zip(bars, labels, strict=True))
    )
    for _, values in series[1:]:
        points = " ".join(
            f"{x * wide:.1f},{_HEIGHT * (1 - value / highest):.1f}"
            for number, value in enumerate(values)
            for x in (number, number + 1)
        )
        shapes += f"<polyline points='{points}'/>"
    ends = f"<div class=ends><span>{escape(labels[0])}</span><span>{escape(labels[-1])}</span></div>" if labels else ""
    return (
        f"<figure><figcaption>{escape(title)}</figcaption><svg viewBox='0 0 {_WIDTH} {_HEIGHT}' role=img "
        f"aria-label='{escape(title, quote=True)}'>{shapes}</svg>{ends}</figure>"
    )


_PAGE = """<!doctype html><html lang=en><meta charset=utf-8><title>{dataset}</title><style>
:root{{color-scheme:light dark}}
body{{font:15px/1.5 system-ui,sans-serif;max-width:1120px;margin:40px auto;padding:0 24px}}
h1{{font-size:22px;margin:0 0 4px}} h2{{font-size:17px;margin:36px 0 8px}}
.good{{color:#1a8f4c}} .bad{{color:#c93a3a}} small,.ends{{opacity:.7;font-size:12px}}
.finding{{border-left:4px solid #d99a1c;padding:2px 14px;margin:10px 0}} .finding.error{{border-color:#c93a3a}}
.finding p{{margin:4px 0}} code{{font-size:12px;opacity:.8}}
.grid{{display:grid;grid-template-columns:repeat(auto-fill,minmax(250px,1fr));gap:24px}}
figure{{margin:0}} figcaption{{font-size:13px;margin-bottom:6px;overflow-wrap:anywhere}}
svg{{width:100%;display:block;border-bottom:1px solid #8888}} rect{{fill:#4c8dd6}}
polygon{{fill:#4c8dd6}} .ground{{fill:#8882;stroke:#8888}} .maps svg{{border:0}}
polyline{{fill:none;stroke:#e07b39;stroke-width:1.5}} .ends{{display:flex;justify-content:space-between;gap:12px}}
</style><h1>{dataset}</h1><p><b class={tone}>{verdict}</b> · {images} images · {objects} labelled objects</p>
<h2>Findings</h2>{findings}{sample}{beside}{asked}{maps}{figures}
<p><small>{program}, {made}</small></p></html>
"""
