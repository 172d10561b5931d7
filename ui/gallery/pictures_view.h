#pragma once
/// The pictures of the gallery as a table, to look through and to take some out. Thread rule: GUI
/// thread.

#include <QWidget>
#include <vector>

#include "ui/gallery/items_model.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace descry {

class PicturesView final : public QWidget {
    Q_OBJECT

  public:
    explicit PicturesView(ApplicationContext& context, QWidget* parent = nullptr);

    /// Reads only while it is shown; an empty path shows none.
    void setGallery(const std::filesystem::path& gallery);
    /// What is shown may be out of date.
    void readAgain();
    void setMayRemove(bool mayRemove);
    ItemsModel& model() { return m_model; }

  Q_SIGNALS:
    void removeRequested(const std::vector<descry::ItemId>& items);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void showChoice();

    ItemsModel m_model;
    std::filesystem::path m_gallery;
    bool m_isStale = false;
    bool m_mayRemove = true;
    QComboBox* m_which;
    QLabel* m_note;
    QPushButton* m_remove;
    QTableView* m_table;
};

}  // namespace descry
