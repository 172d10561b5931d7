#include "ui/common/picture_view.h"

#include <QPainter>
#include <QPainterPath>

#include "core/vision/decode.h"
#include "ui/common/qt_image.h"
#include "ui/common/text.h"

namespace descry {
namespace {

constexpr int kRadius = 8;
/// Small pictures are enlarged, but not until they are mere squares.
constexpr double kMaxEnlargement = 4;

}  // namespace

PictureView::PictureView(ApplicationContext& context, QWidget* parent)
    : QWidget(parent), m_context(context) {
    setAccessibleName(tr("Selected picture"));
    connect(&context.thumbnails, &ThumbnailCache::ready, this, [this](ItemId item) {
        if (m_item == item && m_image.isNull()) update();
    });
    connect(&context.theme, &Theme::changed, this, [this] { update(); });
}

void PictureView::setItem(std::optional<ItemId> item) {
    m_decoding.request_stop();
    m_item = item;
    m_image = {};
    m_problem.clear();
    update();
}

void PictureView::setImage(const QImage& image) {
    setItem(std::nullopt);
    m_image = image;
}

void PictureView::setFile(const std::filesystem::path& file) {
    m_decoding.request_stop();
    m_decoding = m_context.background.run(
        *this,
        [file](std::stop_token) { return toQImage(readImage(file).image); },
        [this](const QImage& image) {
            m_image = image;
            m_problem.clear();
            update();
            Q_EMIT decoded();
        },
        [this](const Error& error) {
            m_problem = error.code() == ErrorCode::NotFound
                            ? tr("The file is missing; this is its small copy.")
                            : errorText(error);
            update();
            Q_EMIT decoded();
        });
}

QPixmap PictureView::thumbnail() const {
    return m_item ? m_context.thumbnails.find(*m_item) : QPixmap();
}

QSize PictureView::pictureSize() const {
    return m_image.isNull() ? thumbnail().size() : m_image.size();
}

QRectF PictureView::placeOf(const QSize& picture) const {
    const QSize most = (QSizeF(picture) * kMaxEnlargement).toSize();
    QRect place(QPoint(), picture.scaled(size().boundedTo(most), Qt::KeepAspectRatio));
    place.moveCenter(rect().center());
    return place;
}

void PictureView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath outline;
    outline.addRoundedRect(rect(), kRadius, kRadius);
    painter.fillPath(outline, m_context.theme.colours().raised);
    painter.setClipPath(outline);
    const QPixmap small = m_image.isNull() ? thumbnail() : QPixmap();
    const QSize own = m_image.isNull() ? small.size() : m_image.size();
    if (own.isEmpty()) return;
    const QRectF place = placeOf(own);
    if (m_image.isNull()) {
        painter.drawPixmap(place, small, small.rect());
    } else {
        painter.drawImage(place, m_image);
    }
    paintOver(painter, place);
}

}  // namespace descry
