"""What draws frames, and what each can and cannot do."""

from dataclasses import dataclass

from scenewright.ui.language import translate


@dataclass(frozen=True)
class Engine:
    """One engine, as the command line names it."""

    name: str
    title: str
    words: str


def engines() -> tuple[Engine, ...]:
    """Return the engines of this version, the usual one first."""
    return (
        Engine(
            "embedded",
            translate("engines", "Built-in"),
            translate(
                "engines",
                "Physically based pictures with shadows and exact labels of every kind, on any graphics card and, more "
                "slowly, on the processor alone. No ray tracing: mirrors and glass show the surroundings only.",
            ),
        ),
        Engine(
            "flat",
            translate("engines", "Flat"),
            translate(
                "engines",
                "The same exact labels with plain colours, without any graphics driver. For trying labels and formats "
                "out; not for training.",
            ),
        ),
        Engine(
            "isaac",
            translate("engines", "Isaac Sim"),
            translate(
                "engines",
                "NVIDIA's ray-traced pictures, drawn by your own installation without a window, with the same labels, "
                "formats and certificate. Needs an NVIDIA card with RT cores.",
            ),
        ),
    )
