"""Pages come into being piece by piece, and nothing is made of what is gone."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from scenewright.ui.fields.containers import discard
from scenewright.ui.fields.form import Stacked
from scenewright.ui.growth import Growth


def test_without_a_limit_everything_is_there_at_once(qtbot):
    owner, made = QWidget(), []
    qtbot.addWidget(owner)
    Growth().grow(owner, [lambda: made.append(1), lambda: made.append(2)])
    assert made == [1, 2]


def test_a_turn_makes_some_and_what_a_piece_asks_for_comes_right_after_it(qtbot):
    owner, made, growth = QWidget(), [], Growth(0.0)
    qtbot.addWidget(owner)

    def first():
        made.append("first")
        growth.grow(owner, [lambda: made.append("inside")])

    growth.grow(owner, [first, lambda: made.append("second")])
    assert made == []
    growth._make_some()
    assert made == ["first"]
    assert growth.is_growing(owner)
    qtbot.waitUntil(lambda: made == ["first", "inside", "second"])
    assert not growth.is_growing(owner)


def test_who_waits_for_a_page_is_called_once_it_is_whole_before_other_pages(qtbot):
    page, other, made, growth = QWidget(), QWidget(), [], Growth(0.0)
    qtbot.addWidget(page)
    qtbot.addWidget(other)
    growth.grow_last(page, [lambda: made.append("page")])
    growth.grow(other, [lambda: made.append("other")])
    growth.then(page, lambda: made.append("whole"))
    qtbot.waitUntil(lambda: len(made) == 3)
    assert made == ["page", "whole", "other"]


def test_what_was_taken_out_is_deleted_later_from_the_inside(qtbot):
    gone = []
    rows = [QLabel("row") for _ in range(3)]
    whole = Stacked([Stacked(rows[:2]), rows[2]])
    qtbot.addWidget(whole)
    for name, widget in (("whole", whole), ("row", rows[0])):
        widget.destroyed.connect(lambda *_, name=name: gone.append(name))
    discard(whole)
    del whole, rows, widget
    assert gone == []
    qtbot.waitUntil(lambda: len(gone) == 2)
    assert gone == ["row", "whole"]


def test_nothing_is_made_of_what_was_taken_out(qtbot):
    page, made, growth = QWidget(), [], Growth(0.0)
    qtbot.addWidget(page)
    part, inside = QWidget(), QWidget()
    QVBoxLayout(page).addWidget(part)
    QVBoxLayout(part).addWidget(inside)
    growth.grow(inside, [lambda: made.append("inside")])
    growth.grow_last(page, [lambda: made.append("page")])
    discard(part)
    growth._make_some()
    growth._make_some()
    assert made == ["page"]
