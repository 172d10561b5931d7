#pragma once
/// One candidate large, with the heat of words, and the way to the next and back. Thread rule: GUI
/// thread.

#include "ui/search/heat_page.h"

namespace descry {

class Loupe final : public HeatPage {
    Q_OBJECT

  public:
    Loupe(ApplicationContext& context, HeatLook& look, QWidget* parent = nullptr);

    HeatPane& pane() const { return *panes().first(); }
    /// Whether there is a candidate before and one after it.
    void setSteps(bool hasPrevious, bool hasNext);
    void showReadings(const QList<Reading>& readings) override;

  Q_SIGNALS:
    void backRequested();
    void saveRequested();
    void copyRequested();

  private:
    void addBar(QVBoxLayout* column);

    QPushButton* m_copy;
    QPushButton* m_save;
    QToolButton* m_previous;
    QToolButton* m_next;
};

}  // namespace descry
