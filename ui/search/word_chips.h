#pragma once
/// The words of a description as chips, after one for the whole sentence. The chip under the
/// pointer or with the keyboard's focus is shown, else the one that is pinned; a click or Enter
/// pins, and again unpins, which pins the sentence. A bar under each word says what it is worth to
/// the match, a wavy line that the model doubts it. Thread rule: GUI thread.

#include <QList>
#include <QString>
#include <QToolButton>
#include <QWidget>
#include <cstddef>
#include <optional>

#include "ui/common/theme.h"

namespace descry {

/// What the model makes of a word in one picture.
struct WordReading {
    double support = 0;        ///< Logits that the match is worse off without the word.
    double evidence = 0;       ///< 0 to 1: beside the strongest word.
    double contradiction = 0;  ///< 0 to 1: probability that the word is a wrong one.
};

/// One for each picture in view, from the left; absent while it is being read.
using WordReadings = QList<std::optional<WordReading>>;

struct ChipWord {
    QString text;
    WordReadings readings{};
};

/// A word's place, or the whole sentence.
using WordChoice = std::optional<std::size_t>;

class WordChip final : public QToolButton {
    Q_OBJECT

  public:
    WordChip(const Theme& theme, const QString& text, QWidget* parent = nullptr);

    void setReadings(const WordReadings& readings);
    bool isDoubted() const;
    bool isSupported() const;  ///< In a picture at least, or not read yet.
    QSize sizeHint() const override;

  Q_SIGNALS:
    void attended(bool isAttended);  ///< By pointer or keyboard.

  protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QFont chipFont() const;
    void describe();
    void paintWord(QPainter& painter, const QRect& place, const QColor& ink) const;
    void paintBars(QPainter& painter, const QRect& place, const QColor& ink) const;

    const Theme& m_theme;
    WordReadings m_readings;
};

class WordChips final : public QWidget {
    Q_OBJECT

  public:
    explicit WordChips(const Theme& theme, QWidget* parent = nullptr);

    /// The pin stays where the words are the same.
    void setWords(const QList<ChipWord>& words);
    const QList<ChipWord>& words() const { return m_words; }
    /// Of the whole sentence first.
    const QList<WordChip*>& chips() const { return m_chips; }

    WordChoice pinned() const { return m_pinned; }
    void pin(WordChoice choice);
    /// Attended to, else pinned.
    WordChoice shown() const { return m_attended ? *m_attended : m_pinned; }

  Q_SIGNALS:
    void shownChanged();

  private:
    void makeChips();
    void addChip(const QString& text, WordChoice choice);
    void attend(WordChoice choice, bool isAttended);
    WordChip* chipOf(WordChoice choice) const;

    const Theme& m_theme;
    QList<ChipWord> m_words;
    QList<WordChip*> m_chips;
    WordChoice m_pinned;
    std::optional<WordChoice> m_attended;
};

}  // namespace descry
