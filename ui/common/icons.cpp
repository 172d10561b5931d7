#include "ui/common/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>
#include <utility>

namespace descry {
namespace {

/// The ink that the drawings are written with.
constexpr char kDrawnInk[] = "#000";

class InkedIcon final : public QIconEngine {
  public:
    InkedIcon(QByteArray drawing, std::shared_ptr<const IconInk> ink)
        : m_drawing(std::move(drawing)), m_ink(std::move(ink)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const QColor& ink = mode == QIcon::Disabled ? m_ink->disabled : m_ink->normal;
        QByteArray inked = m_drawing;
        inked.replace(kDrawnInk, ink.name().toLatin1());
        QSvgRenderer(inked).render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return picture;
    }

    QIconEngine* clone() const override { return new InkedIcon(*this); }

  private:
    QByteArray m_drawing;
    std::shared_ptr<const IconInk> m_ink;
};

}  // namespace

QIcon themedIcon(const QString& name, std::shared_ptr<const IconInk> ink) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QIcon(new InkedIcon(file.readAll(), std::move(ink)));
}

}  // namespace descry
