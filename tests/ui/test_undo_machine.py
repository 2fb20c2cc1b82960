"""Undo over the real document, with the journal at work beside it."""

import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from scenewright.errors import UserError
from scenewright.paths import shipped
from scenewright.spec.distributions import Fixed, Uniform
from scenewright.spec.places import with_value
from scenewright.spec.yaml_io import load_project, save_project
from scenewright.ui import parts
from scenewright.ui.background import wait_until_written
from scenewright.ui.document import ProjectDocument
from scenewright.ui.journal import LINE, Journal, find_journalled

START = load_project(shipped("presets") / "bin_picking.yaml").spec
CHANGES = st.one_of(
    st.tuples(st.just(("output", "seed")), st.integers(0, 3)),
    st.tuples(st.just(("output", "frames")), st.integers(1, 5)),
    st.tuples(st.just(("name",)), st.sampled_from(["a", "b", "c"])),
    st.tuples(st.just(("cameras", 0, "exposure_stops")), st.sampled_from([Fixed(value=0.0), Uniform(low=-1, high=1)])),
    st.tuples(st.just(("objects", 1, "scale")), st.sampled_from([Fixed(value=1.0), Fixed(value=2.0)])),
    st.tuples(st.just(("labels",)), st.sampled_from([("instance_mask",), ("normals", "instance_mask")])),
)
ACTS = {
    "duplicate": parts.duplicated,
    "delete": parts.deleted,
    "up": lambda spec, part: parts.moved(spec, part, -1),
    "down": lambda spec, part: parts.moved(spec, part, 1),
}


class UndoMachine(RuleBasedStateMachine):
    """Any mix of edits, undos, redos and saves leaves document and journal where a plain list of specs says."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "project.yaml")
        self.document = ProjectDocument(START, self.path)
        self.journal = Journal(self.document, Path(self.folder.name, "journals"))
        self.history, self.now, self.saved = [START], 0, 0

    def edit_to(self, spec):
        if spec != self.history[self.now]:
            kept = self.history[: self.now + 1]
            if self.saved is not None and self.saved >= len(kept):
                self.saved = None
            self.history, self.now = [*kept, spec], self.now + 1
        self.document.edit(spec, "Edit")

    @rule(change=CHANGES)
    def change_a_setting(self, change):
        with suppress(LookupError):  # the part was deleted
            self.edit_to(with_value(self.document.spec, *change))

    @rule(act=st.sampled_from(sorted(ACTS)), field=st.sampled_from(parts.LISTS), number=st.integers(0, 3))
    def change_a_part(self, act, field, number):
        part = parts.part_of(self.document.spec, (field, number))
        if part is None:
            return
        try:
            spec, place = ACTS[act](self.document.spec, part)
        except UserError:
            return  # others need it
        assert place == () or parts.part_of(spec, place) == place
        self.edit_to(spec)

    @precondition(lambda self: self.now > 0)
    @rule()
    def undo(self):
        self.document.undo_stack.undo()
        self.now -= 1

    @precondition(lambda self: self.now < len(self.history) - 1)
    @rule()
    def redo(self):
        self.document.undo_stack.redo()
        self.now += 1

    @rule()
    def save(self):
        save_project(self.path, self.document.spec)
        self.document.undo_stack.setClean()
        self.saved = self.now

    @rule()
    def the_journal_is_written(self):
        self.journal.write()

    @invariant()
    def document_agrees(self):
        assert self.document.spec == self.history[self.now]
        assert self.document.undo_stack.count() == len(self.history) - 1
        assert self.document.undo_stack.isClean() == (self.saved == self.now)

    def teardown(self):
        """A crash at the end: what is found is the last state, or nothing where the file holds it."""
        self.journal.write()
        self.journal.stop()
        wait_until_written(LINE)
        self.journal._lock.release()
        found = find_journalled(Path(self.folder.name, "journals"))
        is_untouched = self.document.undo_stack.isClean()
        is_on_disk = self.path.exists() and load_project(self.path).spec == self.document.spec
        assert [entry.spec for entry in found] == ([] if is_on_disk or is_untouched else [self.document.spec])
        self.document.deleteLater()
        self.folder.cleanup()


TestUndo = UndoMachine.TestCase
TestUndo.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
