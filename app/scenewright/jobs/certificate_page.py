"""The certificate as a page for people."""

import base64
import io
from collections.abc import Mapping, Sequence
from html import escape

import PIL.Image

from scenewright import __version__
from scenewright.annotate.certificate import SENTENCES, Certificate, Violation
from scenewright.annotate.colors import Picture
from scenewright.annotate.overlay import overlay
from scenewright.annotate.record_relations import with_fitting_images
from scenewright.annotate.sheet import MAIN_LAYERS
from scenewright.datasets.store import Dataset
from scenewright.errors import UserError
from scenewright.jobs.sheet import labelled_views

_SHOWN = 200
_PICTURES = 12
_WIDTH_PX = 480


def worst_pictures(dataset: Dataset, violations: Sequence[Violation]) -> dict[tuple[int, str], Picture]:
    """Return the pictures, with their labels, of the views with the most contradictions, as far as they can be read."""
    counts: dict[tuple[int, str], int] = {}
    for item in violations:
        counts[item.frame, item.camera] = counts.get((item.frame, item.camera), 0) + 1
    found: dict[tuple[int, str], Picture] = {}
    for frame, camera in sorted(counts, key=lambda place: -counts[place])[:_PICTURES]:
        try:
            views = {view.record.camera: view for view in labelled_views(dataset, frame)}
        except UserError:
            continue
        view = views.get(camera)
        if view is None or not view.has("rgb"):
            continue
        usable = with_fitting_images(view)
        found[frame, camera] = overlay(view.channels["rgb"], usable.record, usable.channels, MAIN_LAYERS)
    return found


def page(certificate: Certificate, project: str, made: str, pictures: Mapping[tuple[int, str], Picture]) -> str:
    """Return the page: the verdict, what was checked, and what contradicts it, with pictures of the worst views."""
    failed = {violation.relation for violation in certificate.violations}
    count = len(certificate.violations)
    return _PAGE.format(
        project=escape(project),
        verdict="Labels proved exact" if not failed else f"{count} contradictions found",
        tone="bad" if failed else "good",
        frames=certificate.frames,
        made=made,
        version=__version__,
        rows="\n".join(_row(name, views, name in failed) for name, views in certificate.checked.items()),
        findings=_findings(certificate.violations),
        pictures="".join(_figure(frame, camera, picture) for (frame, camera), picture in pictures.items()),
    )


def _row(name: str, views: int, is_broken: bool) -> str:
    tone, mark = ("bad", "✗") if is_broken else ("good", "✓") if views else ("none", "·")
    told = views or "not in this dataset"
    return f"<tr><td class={tone}>{mark}</td><td>{escape(SENTENCES[name])}</td><td class=n>{told}</td></tr>"


def _findings(violations: Sequence[Violation]) -> str:
    if not violations:
        return ""
    items = "\n".join(
        f"<li>Frame {item.frame} {escape(item.camera)}: {escape(item.message)} <small>({item.relation})</small></li>"
        for item in violations[:_SHOWN]
    )
    frames = sorted({item.frame for item in violations})
    listed = ", ".join(map(str, frames[:_SHOWN])) + (" …" if len(frames) > _SHOWN else "")
    rest = len(violations) - _SHOWN
    more = f"<p>and {rest} more, all in certificate.json</p>" if rest > 0 else ""
    return f"<h2>Contradictions</h2><p>In frames {listed}</p><ul>{items}</ul>{more}"


def _figure(frame: int, camera: str, picture: Picture) -> str:
    image = PIL.Image.fromarray(picture)
    image.thumbnail((_WIDTH_PX, _WIDTH_PX))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=82)
    data = base64.b64encode(file.getvalue()).decode("ascii")
    caption = f"Frame {frame} {escape(camera)}"
    return (
        f'<figure><img alt="{caption}" src="data:image/jpeg;base64,{data}"><figcaption>{caption}</figcaption></figure>'
    )


_PAGE = """<!doctype html><html lang=en><meta charset=utf-8><title>Certificate: {project}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; color: #1d2026 }}
h1 {{ margin-bottom: 0 }} h1 + p {{ margin-top: .2rem; color: #667 }}
.verdict {{ font-size: 1.3rem; padding: .8rem 1rem; border-radius: .5rem; margin: 1.5rem 0 }}
.verdict.good {{ background: #e4f5e9; color: #14532d }} .verdict.bad {{ background: #fde8e8; color: #7f1d1d }}
table {{ border-collapse: collapse; width: 100% }} td, th {{ padding: .45rem .6rem; border-bottom: 1px solid #e4e6ea }}
th {{ text-align: left }} td.n {{ text-align: right; color: #667 }}
td.good {{ color: #15803d }} td.bad {{ color: #b91c1c }} td.none {{ color: #99a }}
.pictures {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1rem }}
figure {{ margin: 0 }} img {{ width: 100%; border-radius: .4rem }} figcaption {{ color: #667; font-size: .85rem }}
</style>
<h1>Certificate</h1><p>{project} · {frames} frames · checked {made} by Scenewright {version}</p>
<div class="verdict {tone}">{verdict}</div>
<table><tr><th></th><th>Relation between the channels, read back from disk</th><th>Views checked</th></tr>
{rows}</table>
{findings}
<div class=pictures>{pictures}</div>
</html>
"""
