#pragma once
/// An icon that changes with what it stands for, in the theme's ink. Thread rule: GUI thread.

#include <QPainter>
#include <QWidget>

#include "ui/common/theme.h"

namespace descry {

class StateIcon final : public QWidget {
  public:
    explicit StateIcon(const Theme& theme, QWidget* parent = nullptr)
        : QWidget(parent), m_theme(theme) {
        constexpr int kSizePixels = 16;
        setFixedSize(kSizePixels, kSizePixels);
        connect(&theme, &Theme::changed, this, [this] { update(); });
    }

    /// `name` is a file of resources/icons.
    void showIcon(const QString& name) {
        m_name = name;
        update();
    }
    const QString& name() const { return m_name; }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        m_theme.icon(m_name).paint(&painter, rect());
    }

  private:
    const Theme& m_theme;
    QString m_name;
};

}  // namespace descry
