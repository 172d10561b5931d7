#include "ui/review/verdict_panel.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>
#include <array>
#include <utility>

#include "ui/common/flow_layout.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/review/review_words.h"

namespace descry {
namespace {

constexpr int kMaxNoteLetters = 2000;
constexpr int kEditorLines = 5;
constexpr std::array kVerdicts{Verdict::Weak, Verdict::Strong, Verdict::Reject, Verdict::Unsure};

/// A row of buttons that goes on in a new line where there is no room. By itself it is one button
/// wide and one high: how high it is in truth, its width says.
class ButtonRow final : public QWidget {
  public:
    explicit ButtonRow(QWidget* parent) : QWidget(parent), m_flow(new FlowLayout(kSpaceS, this)) {
        m_flow->setContentsMargins(0, 0, 0, 0);
        QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
    }
    void add(QWidget* button) { m_flow->addWidget(button); }
    QSize sizeHint() const override { return m_flow->minimumSize(); }
    QSize minimumSizeHint() const override { return m_flow->minimumSize(); }

  private:
    FlowLayout* m_flow;
};

/// On one line: a caption is one sentence after another, and Enter keeps it.
std::string textOf(const QPlainTextEdit& editor) {
    return toUtf8(editor.toPlainText().simplified());
}

}  // namespace

VerdictPanel::VerdictPanel(ReviewDesk& desk,
                           const DeskActions& actions,
                           const Theme& theme,
                           QWidget* parent)
    : QWidget(parent), m_desk(desk), m_actions(actions), m_theme(theme) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceS);
    addCaption(column);
    addButtons(column);
    addNote(column);
    column->addStretch(1);
    connect(&desk, &ReviewDesk::pairLeft, this, &VerdictPanel::forgetPair);
    connect(&desk, &ReviewDesk::draftChanged, this, &VerdictPanel::showDraft);
    connect(&desk, &ReviewDesk::keyRefused, this, [this](const QString& why) {
        m_hint->setText(why);
        m_hint->show();
    });
}

void VerdictPanel::addCaption(QVBoxLayout* column) {
    m_caption = new CaptionView(m_theme, this);
    m_caption->setObjectName(QStringLiteral("caption"));
    column->addWidget(m_caption);
    m_editor = new QPlainTextEdit(this);
    m_editor->setObjectName(QStringLiteral("captionEditor"));
    m_editor->setAccessibleName(tr("Text of the caption"));
    m_editor->setTabChangesFocus(true);
    QFont large = m_editor->font();
    large.setPixelSize(16);
    m_editor->setFont(large);
    m_editor->setFixedHeight(kEditorLines * m_editor->fontMetrics().lineSpacing());
    m_editor->installEventFilter(this);
    m_editor->hide();
    column->addWidget(m_editor);
    m_origin = wrappedLabel({}, this);
    m_origin->setObjectName(QStringLiteral("captionOrigin"));
    setLook(m_origin, "secondary");
    column->addWidget(m_origin);
    m_earlier = wrappedLabel({}, this);
    m_earlier->setObjectName(QStringLiteral("earlierVerdict"));
    setLook(m_earlier, "strong");
    column->addWidget(m_earlier);
    column->addSpacing(kSpaceS);
}

void VerdictPanel::addButtons(QVBoxLayout* column) {
    auto* verdicts = new ButtonRow(this);
    column->addWidget(verdicts);
    for (const Verdict verdict : kVerdicts) {
        auto* button =
            new KeyButton(m_actions.verdict(verdict), verdictTitle(verdict), m_theme, verdicts);
        m_verdicts[verdict] = button;
        verdicts->add(button);
    }
    auto* reasons = new ButtonRow(this);
    column->addWidget(reasons);
    for (std::size_t i = 0; i < kNumReasons; ++i) {
        const auto reason = static_cast<Reason>(i);
        auto* button =
            new KeyButton(m_actions.reason(reason), reasonTitle(reason), m_theme, reasons);
        button->beChip();
        button->setShiftAction(m_actions.mark(reason));
        m_reasons[reason] = button;
        reasons->add(button);
    }
    auto* hint = wrappedLabel(
        tr("A digit rejects for the reason; with Shift it is only marked, for the verdict that "
           "follows."),
        this);
    setLook(hint, "secondary");
    column->addWidget(hint);
    column->addSpacing(kSpaceS);
    auto* others = new ButtonRow(this);
    column->addWidget(others);
    const std::pair<QAction*, QString> moves[] = {{&m_actions.edit(), tr("Edit")},
                                                  {&m_actions.note(), tr("Note")},
                                                  {&m_actions.back(), tr("Back")},
                                                  {&m_actions.passOver(), tr("Pass over")}};
    for (const auto& [action, title] : moves) {
        auto* button = new KeyButton(*action, title, m_theme, others);
        button->beChip();
        others->add(button);
    }
    m_hint = wrappedLabel({}, this);
    m_hint->setObjectName(QStringLiteral("keyHint"));
    setLook(m_hint, "strong");
    column->addWidget(m_hint);
}

void VerdictPanel::addNote(QVBoxLayout* column) {
    m_note = new QLineEdit(this);
    m_note->setObjectName(QStringLiteral("noteEditor"));
    m_note->setAccessibleName(tr("Note on the pair"));
    m_note->setPlaceholderText(tr("Note; Enter goes on"));
    m_note->setMaxLength(kMaxNoteLetters);
    m_note->installEventFilter(this);
    m_note->hide();
    column->addWidget(m_note);
    connect(m_note, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_desk.setNote(toUtf8(text));
    });
}

void VerdictPanel::forgetPair() {
    endEditing(false);
    m_hint->clear();
    m_hint->hide();
}

void VerdictPanel::showPair() {
    showOrigin();
    showEarlier();
    showDraft();
}

void VerdictPanel::showOrigin() {
    m_origin->setText(m_desk.pair().isOwn() ? tr("Written for this image")
                                            : tr("Written for the image on the right"));
}

void VerdictPanel::showEarlier() {
    QStringList lines;
    if (const Decision* const own = m_desk.earlier()) {
        lines << tr("Decided: %1. Another verdict takes its place.").arg(shownVerdict(*own));
    }
    for (const Decision* const other : m_desk.others()) {
        lines << QStringLiteral("%1: %2").arg(toQString(other->annotator), shownVerdict(*other));
    }
    m_earlier->setText(lines.join(QLatin1Char('\n')));
    m_earlier->setVisible(!lines.isEmpty());
}

void VerdictPanel::showDraft() {
    if (m_desk.state() != ReviewDesk::State::Working) return;
    const PairDraft& draft = m_desk.draft();
    const ReviewPair pair = m_desk.pair();
    const PairPictures* const pictures = m_desk.pictures();
    if (draft.edited) {
        m_caption->setCaption(*draft.edited);
        m_origin->setText(tr("Edited. The data set says: %1").arg(toQString(pair.caption)));
    } else {
        showOrigin();
        const bool hasScores = pictures != nullptr && pictures->scores;
        m_caption->setCaption(
            std::string(pair.caption),
            hasScores ? pictures->scores->contradictions : std::vector<std::optional<float>>());
    }
    const Decision* const earlier = m_desk.earlier();
    for (const auto& [verdict, button] : m_verdicts) {
        button->setMarked(earlier != nullptr && earlier->verdict == verdict);
    }
    for (const auto& [reason, button] : m_reasons) {
        button->setMarked(draft.reasons.contains(reason));
    }
    if (!m_note->hasFocus()) {
        m_note->setText(toQString(draft.note));
        m_note->setVisible(!draft.note.empty());
    }
}

void VerdictPanel::editCaption() {
    m_editor->setPlainText(m_caption->text());
    m_caption->hide();
    m_editor->show();
    m_editor->setFocus();
    m_editor->moveCursor(QTextCursor::End);
}

void VerdictPanel::editNote() {
    m_note->show();
    m_note->setFocus();
}

void VerdictPanel::endEditing(bool isKept) {
    // Hiding takes the focus, which ends editing too.
    if (m_editor->isHidden()) return;
    const std::string text = textOf(*m_editor);
    m_editor->hide();
    m_caption->show();
    if (isKept) m_desk.setEdited(text);
    Q_EMIT editingDone();
}

QList<FixedKey> VerdictPanel::fixedKeys() {
    return {{{QKeySequence(Qt::Key_Return)}, tr("In caption or note: keep it")},
            {{QKeySequence(Qt::Key_Escape)}, tr("In the caption: leave it as it was")}};
}

bool VerdictPanel::eventFilter(QObject* watched, QEvent* event) {
    const bool isEditor = watched == m_editor;
    if (event->type() == QEvent::FocusOut && isEditor) {
        endEditing(true);
        return false;
    }
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (!isEnter && key != Qt::Key_Escape) return QWidget::eventFilter(watched, event);
    if (isEditor) {
        endEditing(isEnter);
    } else {
        m_note->setVisible(!m_note->text().isEmpty());
        Q_EMIT editingDone();
    }
    return true;
}

}  // namespace descry
