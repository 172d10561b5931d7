#pragma once
/// The selected item: its picture large, how it was ranked, where and when it was taken, its file,
/// and what can be done with it. Reads in the background. Thread rule: GUI thread.

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QWidget>
#include <map>

#include "ui/common/application_context.h"
#include "ui/common/picture_view.h"
#include "ui/common/widgets.h"
#include "ui/search/item_facts.h"
#include "ui/search/result_model.h"

namespace descry {

class DetailsPanel final : public QWidget {
    Q_OBJECT

  public:
    explicit DetailsPanel(ApplicationContext& context, QWidget* parent = nullptr);

    /// Absent: nothing is selected.
    void showRow(const std::optional<ResultRow>& row);
    void showDetails(const ItemDetails& details);
    /// Of the row that is shown, once they have been read.
    const std::optional<ItemDetails>& details() const { return m_details; }
    /// Without its picture, where a larger one is in view.
    void setPictureShown(bool isShown) { m_picture->setVisible(isShown); }

    QPushButton* likeButton() const { return m_like; }
    QPushButton* bookmarkButton() const { return m_bookmark; }

  Q_SIGNALS:
    void changed();  ///< Another row, its rank, or what is known of it.
    void copyRequested();
    void revealRequested();

  private:
    void layOut();
    void addFact(Fact::Kind kind);
    void setFact(const Fact& fact);

    ApplicationContext& m_context;
    QWidget* m_nothing;
    QWidget* m_something;
    PictureView* m_picture;
    QLabel* m_problem;
    QPushButton* m_like;
    QPushButton* m_bookmark;
    /// Not a QFormLayout: in Qt 6.4 its heightForWidth() writes past its end where a row is hidden.
    QGridLayout* m_facts;
    struct FactLabels {
        QLabel* name = nullptr;
        QLabel* text = nullptr;
    };
    std::map<Fact::Kind, FactLabels> m_labels;
    std::optional<ItemDetails> m_details;
};

}  // namespace descry
