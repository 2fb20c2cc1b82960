"""The certificate as a page for people."""

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import PIL.Image

from scenewright import __version__
from scenewright.annotate.certificate import SENTENCES, Certificate, Violation
from scenewright.annotate.colors import Picture, chosen_colors
from scenewright.annotate.overlay import overlay
from scenewright.annotate.overlay_style import Style
from scenewright.annotate.record_relations import with_fitting_images
from scenewright.annotate.sheet import MAIN_LAYERS
from scenewright.datasets.store import Dataset, read_skeletons
from scenewright.errors import UserError
from scenewright.jobs.sheet import labelled_views

WORST = 12
"""So many images are shown."""

_BESIDE = {
    "rolling_shutter": "a rolling shutter by at most {:g} px, at the upper and lower border",
    "motion_blur": "motion blur smears it by at most {:g} px to both sides",
    "chromatic_aberration": "chromatic aberration moves red and blue by at most {:g} px each, in the corners",
}
"""What puts colour beside labels, in words."""

_READABLE = "Every file that is listed is there and can be read."
_LACKING = "not in this dataset"
_SHOWN = 200
_WORDS = 4
_WIDTH_PX = 480


@dataclass(frozen=True, eq=False)
class Figure:
    """One of the worst images, and what is wrong with it."""

    caption: str
    words: tuple[str, ...]
    picture: Picture


def worst_figures(dataset: Dataset, violations: Sequence[Violation]) -> list[Figure]:
    """Return the views with the most contradictions as far as they can be read, with their labels, the worst first."""
    words: dict[tuple[int, str], list[str]] = {}
    for item in violations:
        words.setdefault((item.frame, item.camera), []).append(item.message)
    style = Style(width_px=_WIDTH_PX, skeletons=read_skeletons(dataset), chosen=chosen_colors(dataset.spec.classes))
    figures = []
    for frame, camera in sorted(words, key=lambda place: -len(words[place]))[:WORST]:
        try:
            views = {view.record.camera: view for view in labelled_views(dataset, frame)}
        except UserError:
            continue
        view = views.get(camera)
        if view is None or not view.has("rgb"):
            continue
        usable = with_fitting_images(view)
        picture = overlay(view.channels["rgb"], usable.record, usable.channels, MAIN_LAYERS, style)
        figures.append(Figure(f"Frame {frame} {camera}", tuple(words[frame, camera]), picture))
    return figures


def page(
    certificate: Certificate,
    title: str,
    made: str,
    figures: Sequence[Figure],
    sentences: Mapping[str, str] = SENTENCES,
    noun: str = "frames",
) -> str:
    """Return the page: the verdict, what was checked and how often it failed, and what contradicts it, with pictures.

    Args:
        certificate: What was found.
        title: What it is about.
        made: When.
        figures: The worst images.
        sentences: What each relation says.
        noun: What was counted.
    """
    count, places = len(certificate.violations), _places(certificate.violations)
    checked = {**dict.fromkeys(places, 0), **certificate.checked}
    rows = (
        _row(sentences.get(name, _READABLE), views, places.get(name, []), certificate.not_looked_at.get(name, _LACKING))
        for name, views in checked.items()
    )
    return _PAGE.format(
        title=escape(title),
        verdict="Labels proved exact" if not count else f"{count:,} contradictions found",
        tone="bad" if count else "good",
        frames=f"{certificate.frames:,} {noun}",
        made=made,
        version=__version__,
        edges=_edges(certificate) + _beside(certificate) + _note(bounded_only(certificate)),
        rows="\n".join(rows),
        figures="".join(map(_figure, figures)),
        findings=_findings(certificate.violations),
    )


def _places(violations: Sequence[Violation]) -> dict[str, list[Violation]]:
    """Return what contradicts each relation, once for each image."""
    found: dict[str, dict[tuple[int, str], Violation]] = {}
    for item in violations:
        found.setdefault(item.relation, {}).setdefault((item.frame, item.camera), item)
    return {name: list(items.values()) for name, items in found.items()}


def _row(sentence: str, views: int, broken: Sequence[Violation], without: str) -> str:
    """Return a relation's row; `without` says why where no view was looked at."""
    tone, mark = ("bad", "✗") if broken else ("good", "✓") if views else ("none", "·")
    told = f"{views:,}" if views else without if not broken else ""
    failing = f"<b class=bad>{len(broken):,}</b>" if broken else "0" if views else ""
    return f"<tr><td class={tone}>{mark}<td>{escape(sentence)}<td class=n>{told}<td class=n>{failing}</tr>"


def _edges(certificate: Certificate) -> str:
    if not certificate.pixels:
        return ""
    share = certificate.edge_pixels / certificate.pixels
    return (
        f"<p>{certificate.pixels:,} pixels of objects were put where their depth says. Of these "
        f"{certificate.edge_pixels:,} ({share:.1e}) look past their object, all at edges one pixel wide, where one "
        "sample cannot decide.</p>"
    )


def _beside(certificate: Certificate) -> str:
    most = certificate.color_beside_labels_px
    told = [words.format(most[name]) for name, words in _BESIDE.items() if name in most]
    if not told:
        return ""
    return (
        "<p>Labels are exact for the scene at the moment of the picture's middle row. In these frames effects of the "
        f"camera put colour beside them: {'; '.join(told)}.</p>"
    )


def bounded_only(certificate: Certificate) -> str:
    """Return in words what the certificate bounds but cannot prove, as the dataset lacks labels; else nothing."""
    if certificate.checked.get("amodal_masks_are_recorded") or not certificate.checked.get("visible_inside_amodal"):
        return ""
    return (
        "How many pixels whole objects have, and so how much of them is hidden or cut off, is bounded here by what is "
        "visible and by boxes, but not proved: that needs amodal masks, which this dataset does not hold."
    )


def _note(words: str) -> str:
    return f"<p>{escape(words)}</p>" if words else ""


def _findings(violations: Sequence[Violation]) -> str:
    if not violations:
        return ""
    items = "\n".join(
        f"<li><b>{escape(place(item))}</b> {escape(item.message)} <small>{escape(item.relation)}</small></li>"
        for item in violations[:_SHOWN]
    )
    failing = list(dict.fromkeys(map(place, violations)))
    listed = escape(", ".join(failing[:_SHOWN])) + (" …" if len(failing) > _SHOWN else "")
    rest = len(violations) - _SHOWN
    more = f"<p>and {rest:,} more, all in certificate.json</p>" if rest > 0 else ""
    return (
        f"<h2>Every contradiction</h2><details><summary>{len(failing):,} failing</summary><p>{listed}</p></details>"
        f"<ul>{items}</ul>{more}"
    )


def place(item: Violation) -> str:
    """Return how people find an image: by its name where it has one, else by its frame."""
    is_name = "." in item.camera or "/" in item.camera or " " in item.camera
    return item.camera if is_name else f"frame {item.frame} {item.camera}".strip()


def _figure(figure: Figure) -> str:
    file = io.BytesIO()
    PIL.Image.fromarray(figure.picture).save(file, "JPEG", quality=86)
    data = base64.b64encode(file.getvalue()).decode("ascii")
    caption = escape(figure.caption)
    told = "".join(f"<li>{escape(text)}</li>" for text in figure.words[:_WORDS])
    more = f"<li>and {len(figure.words) - _WORDS} more</li>" if len(figure.words) > _WORDS else ""
    return (
        f'<figure><img alt="{caption}" src="data:image/jpeg;base64,{data}">'
        f"<figcaption><b>{caption}</b><ul>{told}{more}</ul></figcaption></figure>"
    )


_PAGE = """<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width">
<title>Certificate: {title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 3rem auto; padding: 0 1.5rem; color: #1d2026 }}
h1 {{ margin-bottom: 0 }} h1 + p {{ margin-top: .2rem; color: #667 }} h2 {{ margin-top: 2.5rem }}
.verdict {{ font-size: 1.3rem; padding: .8rem 1rem; border-radius: .5rem; margin: 1.5rem 0 }}
.verdict.good {{ background: #e4f5e9; color: #14532d }} .verdict.bad {{ background: #fde8e8; color: #7f1d1d }}
table {{ border-collapse: collapse; width: 100% }} td, th {{ padding: .45rem .6rem; border-bottom: 1px solid #e4e6ea }}
th {{ text-align: left }} td.n, th.n {{ text-align: right; color: #667; white-space: nowrap }}
.good {{ color: #15803d }} .bad {{ color: #b91c1c }} td.none {{ color: #99a }} small {{ color: #889 }}
.pictures {{ margin-top: 1.5rem; display: grid; gap: 1.2rem;
  grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)) }}
figure {{ margin: 0 }} img {{ width: 100%; border-radius: .4rem; display: block }}
figcaption {{ font-size: .85rem }} figcaption ul {{ margin: .2rem 0; padding-left: 1.1rem; color: #667 }}
li {{ overflow-wrap: anywhere }} summary {{ cursor: pointer }}
@media (prefers-color-scheme: dark) {{
body {{ background: #16181d; color: #e6e8ec }} td, th {{ border-color: #2b2f37 }}
.verdict.good {{ background: #12331f; color: #a7f3c0 }} .verdict.bad {{ background: #3d1717; color: #fecaca }}
.good {{ color: #4ade80 }} .bad {{ color: #f87171 }} }}
</style>
<h1>Certificate</h1><p>{title} · {frames} · checked {made} by Scenewright {version}</p>
<div class="verdict {tone}">{verdict}</div>
<table><tr><th></th><th>What must hold, read back from disk<th class=n>Images checked<th class=n>Failing</tr>
{rows}</table>
{edges}
<div class=pictures>{figures}</div>
{findings}
</html>
"""
