"""The page *Generate*: how much, with what, where to, what to expect, and the run."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget
from typing_extensions import override

from scenewright.errors import UserError
from scenewright.spec.project import OutputSpec
from scenewright.ui.background import in_background
from scenewright.ui.cards import Card, column, fill_page, parts_of_cards
from scenewright.ui.fields.form import Form
from scenewright.ui.jobs.job import Job
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
from scenewright.ui.pages.isaac_engine import isaac_checks
from scenewright.ui.pages.outlook import OutlookSource
from scenewright.ui.pages.preflight import Check, preflight
from scenewright.ui.pages.run_form import FormatsForm, PlaceForm
from scenewright.ui.pages.run_panel import OutlookCard, PreflightList
from scenewright.ui.pages.run_view import RunView
from scenewright.ui.pages.run_wish import RunWish, remember_wish, remembered_wish
from scenewright.ui.preview.wishes import MeasureWish
from scenewright.ui.session import Session
from scenewright.ui.theme import tokens
from scenewright.ui.theme.dressing import InParts
from scenewright.ui.train.wish import remember_training, remembered_training, with_all_in

_SOON_MS = 350


def make_page(session: Session) -> QWidget:
    """Return the page."""
    return GeneratePage(session)


class GeneratePage(InParts, QWidget):
    """The settings of a run at the left, the outlook and the run at the right."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("generate_page")
        self._session = session
        self._wish = remembered_wish(session.settings, session.document.path)
        self._outlook = OutlookSource(session, self)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._check)
        session.growth.grow(self, [self._make_settings, self._make_run, self._lay_out, self._begin])

    def _make_settings(self) -> None:
        self._place, self._formats = PlaceForm(), FormatsForm()

    def _make_run(self) -> None:
        self._card = OutlookCard()
        self._list = PreflightList(self._session.theme, self._mend)
        self._run = RunView()
        self._trouble = QLabel()
        self._trouble.setProperty("role", "error")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self._generate = QPushButton(translate("generate", "Generate"))
        self._train = QPushButton(translate("generate", "Generate and train"))

    def _begin(self) -> None:
        self._find_job()
        self._soon.start()

    def _connect(self) -> None:
        session = self._session
        for form in (self._place, self._formats):
            form.edited.connect(self._take_wish)
        self._generate.clicked.connect(lambda: self._start("deliver"))
        self._train.clicked.connect(lambda: self._start("make"))
        self._card.measure_wanted.connect(lambda: self._outlook.measure(self._wish))
        self._outlook.changed.connect(self._soon.start)
        session.document.changed.connect(self._soon.start)
        session.document.moved.connect(self._follow_file)
        session.jobs.added.connect(self._find_job)
        session.jobs.removed.connect(self._find_job)
        session.jobs.changed.connect(self._switch)
        session.jobs.ended.connect(self._look_again)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return parts_of_cards(self)

    def _lay_out(self) -> None:
        output = Form(self._session, ("output",), OutputSpec)
        left, right = column(), column()
        left.addWidget(Card(translate("generate", "How much"), output))
        left.addWidget(Card(translate("generate", "Where and with what"), self._place))
        left.addWidget(Card(translate("generate", "Other programs' formats, written beside it"), self._formats))
        self._generate.setObjectName("generate")
        self._generate.setProperty("role", "primary")
        self._train.setObjectName("generate_and_train")
        self._train.setToolTip(
            translate(
                "generate",
                "Makes the dataset, proves it, writes it as COCO, trains on it as the page Train says, and tests the "
                "model: all into one folder",
            )
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.SPACE_S)
        for button in (self._generate, self._train):
            button.setProperty("large", True)
            buttons.addWidget(button, 1)
        for part in (self._card, self._list):
            right.addWidget(part)
        add_layout(right, buttons)
        right.addWidget(self._trouble)
        right.addWidget(self._run)
        hint = translate("generate", "Labels are checked against the geometry before you are told that it is done.")
        fill_page(self, translate("generate", "Generate"), hint, (left, 1), (right, 1))
        self.dress_all_later()
        self._show_wish()
        self._connect()  # in the turn in which it comes into sight: what is typed at once must count

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().showEvent(event)
        self._session.preview.want("generate", [MeasureWish(0)], urgency=2)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().hideEvent(event)
        self._session.preview.want("generate", [])

    def _take_wish(self, wish: RunWish) -> None:
        self._wish = wish
        remember_wish(self._session.settings, self._session.document.path, wish)
        self._show_wish()
        self._find_job()
        self._soon.start()

    def _show_wish(self) -> None:
        self._place.show_wish(self._wish)
        self._formats.show_wish(self._wish)

    def _follow_file(self, path: Path) -> None:
        self._wish = remembered_wish(self._session.settings, path)
        self._show_wish()
        self._soon.start()

    def _look_again(self, *_: object) -> None:
        """Check once more: a run that ended has left something in the folder."""
        self._soon.start()

    def _check(self) -> None:
        """Look for what could go wrong, off the window's thread: it reads folders."""
        outlook = self._outlook.outlook(self._wish)
        self._card.show_outlook(outlook, is_measuring=self._outlook.is_measuring, trouble=self._outlook.trouble)
        document, wish = self._session.document, self._wish
        spec, base = document.spec, document.folder
        in_background(
            lambda: [
                *isaac_checks(wish.engine),
                *preflight(spec, base, Path(wish.folder).expanduser(), wish.formats, outlook),
            ],
            self._show_checks,
            self,
        )

    def _show_checks(self, checks: list[Check]) -> None:
        self._list.show_checks(checks)
        self._switch()

    def _switch(self, *_: object) -> None:
        job = self._run.job
        is_free = job is None or not job.is_running
        can_start = is_free and not any(check.level == "error" for check in self._list.checks)
        self._generate.setEnabled(can_start)
        self._train.setEnabled(can_start)

    def _mend(self, check: Check) -> None:
        if check.place:
            self._session.selection.reveal(check.place)
        else:
            self._place.focus_folder()

    def _find_job(self, *_: object) -> None:
        """Show the newest run into the folder, whichever window started it."""
        wish = self._wish
        folders = {Path(folder).expanduser().absolute() for folder in (wish.folder, wish.trained_folder)}
        jobs = (job for job in self._session.jobs.jobs if job.folder in folders)
        self._run.follow(next(jobs, None))
        self._switch()

    def _start(self, command: str) -> None:
        if not self._session.save():
            return
        self._trouble.hide()
        wish, project = self._wish, self._session.document.path
        if command == "make":
            words = translate("generate", "Rendering “{name}” and training on it")
            settings, folder = self._session.settings, wish.trained_folder
            training = with_all_in(remembered_training(settings, project), Path(folder).expanduser())
            remember_training(settings, project, training)  # the page Train shows it from now on
            arguments = wish.training_arguments(project, training.choices())
        else:
            words = translate("generate", "Rendering “{name}”")
            arguments, folder = wish.arguments(project), wish.folder
        title = words.format(name=self._session.document.spec.name)
        try:
            job: Job = self._session.jobs.start(title, arguments, Path(folder).expanduser())
        except UserError as error:
            self._trouble.setText(str(error))
            self._trouble.show()
            return
        self._run.follow(job)
        self._switch()
