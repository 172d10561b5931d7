#include "ui/review/desk_actions.h"

#include <array>
#include <utility>

#include "ui/common/zoom_view.h"
#include "ui/review/review_words.h"

namespace descry {
namespace {

/// What the digits 1 to 6 give with Shift on the most common keyboard: some systems tell that sign
/// only, not the digit.
constexpr std::array<char, kNumReasons> kShiftedDigits{'!', '@', '#', '$', '%', '^'};

}  // namespace

DeskActions::DeskActions(ReviewDesk& desk, QObject* parent) : QObject(parent), m_desk(desk) {
    addVerdicts();
    addMoves();
    addReasons();
    addZoom();
    connect(&desk, &ReviewDesk::stateChanged, this, &DeskActions::enable);
    enable();
}

QAction* DeskActions::add(const char* name,
                          const QString& text,
                          const char* key,
                          std::function<void()> run) {
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(QKeySequence(QLatin1String(key)));
    action->setAutoRepeat(false);
    connect(action, &QAction::triggered, this, std::move(run));
    m_all << action;
    return action;
}

void DeskActions::addVerdicts() {
    const auto addOne = [this](Verdict verdict, const char* name, const char* key) {
        QAction* const action =
            add(name,
                QStringLiteral("%1: %2").arg(verdictTitle(verdict), verdictMeaning(verdict)),
                key,
                [this, verdict] { m_desk.decide(verdict); });
        action->setIconText(verdictTitle(verdict).toLower());
        m_verdicts[verdict] = action;
        m_writing << action;
    };
    addOne(Verdict::Weak, "verdictWeak", "K");
    addOne(Verdict::Strong, "verdictStrong", "S");
    addOne(Verdict::Reject, "verdictReject", "R");
    addOne(Verdict::Unsure, "verdictUnsure", "U");
}

void DeskActions::addMoves() {
    m_edit = add("editCaption", tr("Edit the caption"), "E", [this] { m_desk.editCaption(); });
    m_edit->setIconText(tr("edit"));
    m_note = add("editNote", tr("Write a note"), "N", [this] { m_desk.writeNote(); });
    m_note->setIconText(tr("note"));
    m_back = add("back", tr("Back to the pair before"), "Backspace", [this] { m_desk.goBack(); });
    m_back->setIconText(tr("back"));
    m_passOver = add("passOver", tr("Pass the pair over"), "P", [this] { m_desk.passOver(); });
    m_passOver->setIconText(tr("pass over"));
    m_undo = add("undo", tr("Take the last decision back"), "Ctrl+Z", [this] { m_desk.undo(); });
    m_undo->setIconText(tr("take back"));
    m_writing << m_edit << m_note;
    m_ofPair << m_passOver;
}

void DeskActions::addReasons() {
    for (std::size_t i = 0; i < kNumReasons; ++i) {
        const auto reason = static_cast<Reason>(i);
        const QString digit = QString::number(i + 1);
        const QString title = reasonTitle(reason);
        QAction* const reject = add("", tr("Reject: %1").arg(title), "", [this, reason] {
            m_desk.decide(Verdict::Reject, {reason});
        });
        reject->setObjectName(QStringLiteral("reject") + digit);
        reject->setShortcut(QKeySequence(digit));
        QAction* const mark =
            add("", tr("Mark: %1").arg(title), "", [this, reason] { m_desk.toggle(reason); });
        mark->setObjectName(QStringLiteral("mark") + digit);
        mark->setShortcuts({QKeySequence(QStringLiteral("Shift+") + digit),
                            QKeySequence(QStringLiteral("Alt+") + digit),
                            QKeySequence(QString(QLatin1Char(kShiftedDigits.at(i))))});
        // Listed under F1; the status line has no room for all.
        for (QAction* action : {reject, mark}) action->setPriority(QAction::LowPriority);
        m_reasons[reason] = reject;
        m_marks[reason] = mark;
        m_writing << reject << mark;
    }
}

void DeskActions::addZoom() {
    QAction* const nearer =
        add("zoomIn", tr("Zoom in"), "+", [this] { Q_EMIT zoomRequested(ZoomView::kZoomStep); });
    nearer->setShortcuts({QKeySequence(QStringLiteral("+")), QKeySequence(QStringLiteral("="))});
    QAction* const further = add(
        "zoomOut", tr("Zoom out"), "-", [this] { Q_EMIT zoomRequested(1 / ZoomView::kZoomStep); });
    QAction* const whole =
        add("zoomWhole", tr("Whole pictures"), "0", [this] { Q_EMIT wholeRequested(); });
    for (QAction* action : {nearer, further, whole}) {
        action->setPriority(QAction::LowPriority);
        action->setAutoRepeat(true);
        m_ofPair << action;
    }
}

/// Not by pair: a key pressed while the next pair is being read waits for it.
void DeskActions::enable() {
    const bool isWorking = m_desk.state() == ReviewDesk::State::Working;
    const bool isFinished = m_desk.state() == ReviewDesk::State::Finished;
    const bool isWritable = !m_desk.unwritable();
    for (QAction* action : m_ofPair) action->setEnabled(isWorking);
    for (QAction* action : m_writing) action->setEnabled(isWorking && isWritable);
    m_back->setEnabled(isWorking || isFinished);
    m_undo->setEnabled((isWorking || isFinished) && isWritable);
}

}  // namespace descry
