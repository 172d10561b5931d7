#pragma once
/// The row under heat: on or off, the scale, opacity, which maps, and what they mean. It shows and
/// sets a HeatLook. Thread rule: GUI thread.

#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>
#include <QWidget>

#include "ui/common/application_context.h"
#include "ui/search/heat_look.h"

class QHBoxLayout;

namespace descry {

/// The colours from none to most heat.
class HeatScale final : public QWidget {
    Q_OBJECT

  public:
    explicit HeatScale(QWidget* parent = nullptr);

  protected:
    void paintEvent(QPaintEvent* event) override;
};

class HeatControls final : public QWidget {
    Q_OBJECT

  public:
    HeatControls(ApplicationContext& context, HeatLook& look, QWidget* parent = nullptr);

  private:
    void layOut();
    void addScale(QHBoxLayout* row);
    void showLook();
    void fillMaps();
    void addLayers(QMenu& menu);

    ApplicationContext& m_context;
    HeatLook& m_look;
    QPushButton* m_heat;
    QSlider* m_opacity;
    QToolButton* m_maps;
    QToolButton* m_meaning;
    QLabel* m_note;
};

}  // namespace descry
