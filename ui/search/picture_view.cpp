#include "ui/search/picture_view.h"

#include <QPainter>
#include <QPainterPath>

#include "core/vision/decode.h"
#include "ui/common/text.h"

namespace descry {
namespace {

constexpr int kRadius = 8;
/// Small pictures are enlarged, but not until they are mere squares.
constexpr double kMaxEnlargement = 4;

QImage imageOf(const std::filesystem::path& file) {
    const RgbImage image = readImage(file).image;
    // The bytes belong to `image`, which ends here.
    return QImage(image.samples.data(),
                  image.width,
                  image.height,
                  static_cast<qsizetype>(image.width) * 3,
                  QImage::Format_RGB888)
        .copy();
}

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

void PictureView::setFile(const std::filesystem::path& file) {
    m_decoding.request_stop();
    m_decoding = m_context.background.run(
        *this,
        [file](std::stop_token) { return imageOf(file); },
        [this](const QImage& image) {
            m_image = image;
            m_problem.clear();
            update();
            Q_EMIT decoded();
        },
        [this](const Error& error) {
            m_problem = error.code() == ErrorCode::NotFound
                            ? tr("The file is missing; this is its small copy.")
                            : toQString(error.what());
            update();
            Q_EMIT decoded();
        });
}

void PictureView::paintEvent(QPaintEvent*) {
    const ThemeColours& colours = m_context.theme.colours();
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath outline;
    outline.addRoundedRect(rect(), kRadius, kRadius);
    painter.fillPath(outline, colours.raised);
    if (!m_item) return;
    painter.setClipPath(outline);
    const QPixmap small = m_image.isNull() ? m_context.thumbnails.find(*m_item) : QPixmap();
    const QSize own = m_image.isNull() ? small.size() : m_image.size();
    if (own.isEmpty()) return;
    const QSize most = (QSizeF(own) * kMaxEnlargement).toSize();
    const QSize shown = own.scaled(size().boundedTo(most), Qt::KeepAspectRatio);
    QRect place(QPoint(), shown);
    place.moveCenter(rect().center());
    if (m_image.isNull()) {
        painter.drawPixmap(place, small);
    } else {
        painter.drawImage(place, m_image);
    }
}

}  // namespace descry
