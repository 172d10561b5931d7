#pragma once
/// What loupe and comparison have in common: panes with pictures, under them the words of the
/// description, the same word shown on all, and the controls. Thread rule: GUI thread.

#include <QList>
#include <QWidget>

#include "ui/search/heat_controls.h"
#include "ui/search/heat_pane.h"
#include "ui/search/word_chips.h"

class QVBoxLayout;

namespace descry {

class HeatPage : public QWidget {
    Q_OBJECT

  public:
    HeatPage(ApplicationContext& context, HeatLook& look, int numPanes, QWidget* parent = nullptr);

    const QList<HeatPane*>& panes() const { return m_panes; }
    WordChips& chips() const { return *m_chips; }
    /// One for each pane.
    virtual void showReadings(const QList<Reading>& readings);
    /// The same for all panes.
    void setZoom(const Zoom& zoom);
    void zoomBy(double factor);

  Q_SIGNALS:
    void retryRequested(int pane);
    void stepRequested(int by);

  protected:
    /// Chips and controls, for the layout of the page.
    void addWords(QVBoxLayout* column);

  private:
    void connectPane(int index);

    QList<HeatPane*> m_panes;
    WordChips* m_chips;
    HeatControls* m_controls;
};

}  // namespace descry
