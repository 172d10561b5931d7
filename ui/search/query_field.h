#pragma once
/// Where a description is typed: grows to a few lines, Enter runs it, Shift+Enter breaks a line, Up
/// in the first line walks back through what was searched for, captions of the gallery are
/// suggested below. Words can be underlined as contradicted. Thread rule: GUI thread.

#include <QCompleter>
#include <QPlainTextEdit>
#include <QStringList>
#include <QStringListModel>

#include "ui/common/fixed_key.h"
#include "ui/common/theme.h"

namespace descry {

/// A word of the query that the model takes for wrong in the selected picture.
struct DoubtedWord {
    QString word;      ///< As the query has it, in whatever case.
    double doubt = 0;  ///< 0 to 1.
};

class QueryField final : public QPlainTextEdit {
    Q_OBJECT

  public:
    explicit QueryField(const Theme& theme, QWidget* parent = nullptr);

    QString text() const { return toPlainText(); }
    /// Without a suggestion popping up.
    void setText(const QString& text);
    void setSuggestions(const QStringList& captions);
    /// Newest first.
    void setHistory(const QStringList& queries);
    void underline(const QList<DoubtedWord>& words);
    static QList<FixedKey> fixedKeys();

  Q_SIGNALS:
    void submitted();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;
    /// Text. Files that are dropped are the window's.
    bool canInsertFromMimeData(const QMimeData* source) const override;

  private:
    void textTyped();
    bool walkHistory(int by);
    void fitHeight();
    void suggest();
    void showUnderlines();

    const Theme& m_theme;
    QStringListModel m_suggestions;
    QCompleter* m_completer;
    QStringList m_history;
    QString m_draft;   ///< What was typed before history was walked.
    int m_place = -1;  ///< In the history; -1 is the draft.
    QList<DoubtedWord> m_doubted;
};

}  // namespace descry
