#pragma once
/// One item with its heat: what it is, its picture to look into, and a line that says why there is
/// no heat, where there is none. Of the loupe one, of the comparison two. It shows and asks. Thread
/// rule: GUI thread.

#include <QLabel>
#include <QPushButton>
#include <QWidget>
#include <optional>

#include "ui/common/widgets.h"
#include "ui/common/zoom_view.h"
#include "ui/search/explanations.h"
#include "ui/search/heat_look.h"
#include "ui/search/result_model.h"
#include "ui/search/word_chips.h"

namespace descry {

class HeatPane final : public QWidget {
    Q_OBJECT

  public:
    HeatPane(ApplicationContext& context, const HeatLook& look, QWidget* parent = nullptr);

    void showRow(const ResultRow& row);
    /// Of the row that is shown.
    void showDetails(const ItemDetails& details);
    void showReading(const Reading& reading);
    void showWord(WordChoice word);

    ZoomView& picture() const { return *m_picture; }
    const std::optional<ItemDetails>& details() const { return m_details; }
    const Reading& reading() const { return m_reading; }
    /// The map of the word that is shown and the strength it is shown with; null while not read.
    const HeatMap* map() const;
    double strength() const;
    QString word() const;  ///< Empty: the whole sentence.

  Q_SIGNALS:
    void retryRequested();

  private:
    const WordExplanation* explainedWord() const;
    void showHeat();
    void showState();
    QString stateText() const;

    const HeatLook& m_look;
    ElidedLabel* m_title;
    ZoomView* m_picture;
    QLabel* m_state;
    QPushButton* m_retry;
    std::optional<ItemId> m_item;
    std::optional<ItemDetails> m_details;
    Reading m_reading;
    WordChoice m_word;
};

/// The words of the readings, one for each picture: from whichever is ready.
QList<ChipWord> chipWords(const QList<Reading>& readings);

}  // namespace descry
