"""Events survive the wire, and only events do."""

import json
import math

import pytest

from scenewright.jobs.events import Finished, Item, Log, Metric, Progress, Started, decode, encode

EVENTS = [
    Started(10),
    Started(10, 3),
    Progress(1, 2),
    Item(0, "records/000000.json"),
    Metric(3, {"draw": 0.1234567890123, "ünit": -1e-300}),
    Log("warning", 'two\nlines, "quotes", \u2028 and 🫖'),
    Finished("succeeded"),
    Finished("failed", "C:\\folder\\file"),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_an_event_survives_the_wire(event):
    line = encode(event)
    assert decode(line) == event
    assert decode(line + "\r\n") == event


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_an_event_is_one_line_that_any_code_page_can_carry(event):
    line = encode(event)
    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert json.loads(line)["type"] == event.type


@pytest.mark.parametrize(
    "line",
    [
        "", "\n", "hello", "{", "[]", "null", "3", '"started"', "{}", '{"type": "other"}', '{"type": []}',
        '{"type": null}', '{"type": "started"}', '{"type": "started", "total": 1, "more": 2}', "\x00",
        "[" * 100_000,
    ],
)  # fmt: skip
def test_other_output_is_no_event(line):
    assert decode(line) is None


def test_a_number_that_is_none_survives():
    event = decode(encode(Metric(1, {"loss": math.nan})))
    assert isinstance(event, Metric)
    assert math.isnan(event.values["loss"])
