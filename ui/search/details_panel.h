#pragma once
/// The selected item: its picture large, how it was ranked, where and when it was taken, its file,
/// and what can be done with it. Reads in the background. Thread rule: GUI thread.

#include <QGridLayout>
#include <QHash>
#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "ui/common/application_context.h"
#include "ui/common/widgets.h"
#include "ui/search/picture_view.h"
#include "ui/search/result_model.h"

namespace descry {

class DetailsPanel final : public QWidget {
    Q_OBJECT

  public:
    explicit DetailsPanel(ApplicationContext& context, QWidget* parent = nullptr);

    /// Null: nothing is selected.
    void showRow(const ResultRow* row);
    void showDetails(const ItemDetails& details);
    const std::optional<ItemDetails>& details() const { return m_details; }

    QPushButton* likeButton() const { return m_like; }
    QPushButton* bookmarkButton() const { return m_bookmark; }

  Q_SIGNALS:
    void copyPathRequested();
    void revealRequested();

  private:
    void layOut();
    /// In a label that wraps, unless one is given.
    QLabel* addFact(const QString& name, QLabel* fact = nullptr);
    void setFact(QLabel* fact, const QString& text);

    ApplicationContext& m_context;
    QWidget* m_nothing;
    QWidget* m_something;
    PictureView* m_picture;
    QLabel* m_problem;
    QPushButton* m_like;
    QPushButton* m_bookmark;
    /// Not a QFormLayout: in Qt 6.4 its heightForWidth() writes past its end where a row is hidden.
    QGridLayout* m_facts;
    QHash<QLabel*, QLabel*> m_names;  ///< Of facts.
    QLabel* m_rank;
    QLabel* m_scores;
    QLabel* m_camera;
    QLabel* m_time;
    QLabel* m_person;
    QLabel* m_track;
    QLabel* m_tags;
    QLabel* m_file;
    QLabel* m_size;
    QLabel* m_hash;
    QLabel* m_captions;
    std::optional<ItemDetails> m_details;
};

}  // namespace descry
