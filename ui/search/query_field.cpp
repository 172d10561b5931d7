#include "ui/search/query_field.h"

#include <QAbstractItemView>
#include <QAbstractTextDocumentLayout>
#include <QHelpEvent>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolTip>
#include <algorithm>

#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kQueryPixels = 16;
constexpr int kMaxLines = 4;
constexpr int kMinSuggested = 3;  ///< Characters typed before suggestions are made.
constexpr int kMaxShown = 6;
constexpr int kPadding = 10;
constexpr int kKeyHintWidth = 60;

}  // namespace

QueryField::QueryField(const Theme& theme, QWidget* parent)
    : QPlainTextEdit(parent), m_theme(theme), m_completer(new QCompleter(&m_suggestions, this)) {
    setObjectName(QStringLiteral("query"));
    setAccessibleName(tr("Describe the person"));
    setPlaceholderText(tr("Describe a person: a woman in a red jacket with a backpack"));
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setInputMethodHints(Qt::ImhNoPredictiveText);
    QFont large = font();
    large.setPixelSize(kQueryPixels);
    setFont(large);
    setStyleSheet(QStringLiteral("QPlainTextEdit { font-size: %1px; border-radius: 8px; "
                                 "padding: %2px %3px %2px 10px; }")
                      .arg(kQueryPixels)
                      .arg(kPadding - 2)
                      .arg(kKeyHintWidth));
    auto* key = lookLabel(tr("Enter"), "secondary", this);
    key->setObjectName(QStringLiteral("enterKey"));
    key->setAttribute(Qt::WA_TransparentForMouseEvents);
    document()->setDocumentMargin(0);

    m_completer->setWidget(this);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setFilterMode(Qt::MatchContains);
    m_completer->setMaxVisibleItems(kMaxShown);
    m_completer->popup()->setTextElideMode(Qt::ElideRight);
    m_completer->popup()->setAccessibleName(tr("Captions of the gallery"));
    connect(
        m_completer, qOverload<const QString&>(&QCompleter::activated), this, &QueryField::setText);
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        fitHeight();
        if (!m_doubted.isEmpty()) underline({});
    });
    connect(&theme, &Theme::changed, this, &QueryField::showUnderlines);
    fitHeight();
}

void QueryField::setText(const QString& text) {
    setPlainText(text);
    moveCursor(QTextCursor::End);
    m_completer->popup()->hide();
}

void QueryField::setSuggestions(const QStringList& captions) {
    m_suggestions.setStringList(captions);
}

void QueryField::setHistory(const QStringList& queries) {
    m_history = queries;
    m_place = -1;
}

QList<FixedKey> QueryField::fixedKeys() {
    return {{{QKeySequence(Qt::Key_Return)}, tr("In the description: search for it")},
            {{QKeySequence(Qt::SHIFT | Qt::Key_Return)}, tr("In the description: another line")},
            {{QKeySequence(Qt::Key_Up), QKeySequence(Qt::Key_Down)},
             tr("In the description: earlier ones, later ones")}};
}

void QueryField::fitHeight() {
    const int lineHeight = fontMetrics().lineSpacing();
    int numLines = 0;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        numLines += std::max(1, block.layout() == nullptr ? 1 : block.layout()->lineCount());
    }
    setFixedHeight(std::clamp(numLines, 1, kMaxLines) * lineHeight + 2 * kPadding + 2);
    setVerticalScrollBarPolicy(numLines > kMaxLines ? Qt::ScrollBarAsNeeded
                                                    : Qt::ScrollBarAlwaysOff);
}

void QueryField::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
    if (auto* key = findChild<QLabel*>(QStringLiteral("enterKey"))) {
        key->adjustSize();
        key->move(width() - key->width() - kSpaceM, (height() - key->height()) / 2);
    }
}

void QueryField::keyPressEvent(QKeyEvent* event) {
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const QAbstractItemView& popup = *m_completer->popup();
    if (isEnter && popup.isVisible() && popup.currentIndex().isValid()) {
        event->ignore();  // The suggestion is taken.
        return;
    }
    if (isEnter && !event->modifiers().testFlag(Qt::ShiftModifier)) {
        m_completer->popup()->hide();
        m_place = -1;
        Q_EMIT submitted();
        return;
    }
    if (event->modifiers() == Qt::NoModifier && !popup.isVisible()) {
        const bool walked = (event->key() == Qt::Key_Up && walkHistory(1)) ||
                            (event->key() == Qt::Key_Down && walkHistory(-1));
        if (walked) return;
    }
    const QString before = text();
    QPlainTextEdit::keyPressEvent(event);
    if (text() != before) textTyped();
}

void QueryField::inputMethodEvent(QInputMethodEvent* event) {
    const QString before = text();
    QPlainTextEdit::inputMethodEvent(event);
    if (text() != before) textTyped();
}

void QueryField::textTyped() {
    m_place = -1;
    suggest();
}

bool QueryField::walkHistory(int by) {
    const QTextCursor cursor = textCursor();
    QTextCursor edge = cursor;
    const bool moves = edge.movePosition(by > 0 ? QTextCursor::Up : QTextCursor::Down);
    if (moves && m_place < 0) return false;
    const int place = m_place + by;
    if (place < -1 || place >= static_cast<int>(m_history.size())) return m_place >= 0;
    if (m_place < 0) m_draft = text();
    const QString shown = place < 0 ? m_draft : m_history.at(place);
    setText(shown);
    m_place = place;
    return true;
}

void QueryField::suggest() {
    const QString typed = text().trimmed();
    if (typed.size() < kMinSuggested) {
        m_completer->popup()->hide();
        return;
    }
    m_completer->setCompletionPrefix(typed);
    const bool isAlone = m_completer->completionCount() == 1 &&
                         m_completer->currentCompletion().compare(typed, Qt::CaseInsensitive) == 0;
    if (m_completer->completionCount() == 0 || isAlone) {
        m_completer->popup()->hide();
        return;
    }
    m_completer->complete(rect());
}

void QueryField::underline(const QList<DoubtedWord>& words) {
    m_doubted = words;
    showUnderlines();
}

void QueryField::showUnderlines() {
    QList<QTextEdit::ExtraSelection> marks;
    QTextCursor from(document());
    for (const DoubtedWord& doubted : m_doubted) {
        const QTextCursor found =
            document()->find(doubted.word, from, QTextDocument::FindWholeWords);
        if (found.isNull()) continue;
        from = found;
        QTextEdit::ExtraSelection mark;
        mark.cursor = found;
        mark.format.setFontUnderline(true);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(m_theme.colours().contradicted);
        mark.format.setForeground(m_theme.colours().contradicted);
        marks << mark;
    }
    setExtraSelections(marks);
}

bool QueryField::canInsertFromMimeData(const QMimeData* source) const {
    return !source->hasUrls() && QPlainTextEdit::canInsertFromMimeData(source);
}

bool QueryField::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QPlainTextEdit::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    QTextCursor cursor = cursorForPosition(viewport()->mapFromGlobal(help->globalPos()));
    cursor.select(QTextCursor::WordUnderCursor);
    for (const DoubtedWord& doubted : m_doubted) {
        if (doubted.word.compare(cursor.selectedText(), Qt::CaseInsensitive) != 0) continue;
        constexpr int kDecimals = 2;
        QToolTip::showText(help->globalPos(),
                           tr("The model doubts “%1” in the selected picture (%2 of 1)")
                               .arg(doubted.word)
                               .arg(doubted.doubt, 0, 'f', kDecimals),
                           this);
        return true;
    }
    QToolTip::hideText();
    return true;
}

}  // namespace descry
