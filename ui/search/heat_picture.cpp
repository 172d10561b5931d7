#include "ui/search/heat_picture.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFont>
#include <QFontMetrics>
#include <QPainter>
#include <QTextDocument>
#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/vision/decode.h"
#include "ui/common/colours.h"
#include "ui/common/heat_overlay.h"
#include "ui/common/qt_image.h"
#include "ui/common/text.h"

namespace descry {
namespace {

constexpr int kMargin = 24;
constexpr int kLeastHeight = 640;  ///< Small pictures are enlarged to about this.
constexpr int kLeastWidth = 480;   ///< So that the lines below have room.
constexpr int kMaxEnlargement = 8;
constexpr int kScaleHeight = 10;
constexpr QRgb kPaper = 0xffffffff;
constexpr QRgb kInk = 0xff22262a;
constexpr QRgb kFaint = 0xff646b72;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::HeatPicture)
};

/// Whole multiples, so that every pixel of the picture stays one square.
int enlargementOf(const QSize& picture) {
    return std::clamp(kLeastHeight / std::max(1, picture.height()), 1, kMaxEnlargement);
}

/// The sentence with its word marked, worth and origin, as a column of text.
QString htmlOf(const HeatPicture& heat) {
    const QString word = heat.word.toHtmlEscaped();
    const QString title = word.isEmpty() ? Words::tr("Heat of the whole sentence")
                                         : Words::tr("Heat of “%1”").arg(word);
    return QStringLiteral("<p><b>%1</b></p><p>%2</p><p>%3</p><p style='color:%4'>%5</p>")
        .arg(title,
             heat.sentence.toHtmlEscaped(),
             heat.worth.toHtmlEscaped(),
             QColor(kFaint).name(),
             heat.origin.toHtmlEscaped());
}

void layOut(QTextDocument& text, const QString& html, int width) {
    QFont font;
    font.setPixelSize(kTextPixels);
    text.setDefaultFont(font);
    text.setDefaultStyleSheet(
        QStringLiteral("p { margin: 0 0 4px 0; color: %1; }").arg(QColor(kInk).name()));
    text.setDocumentMargin(0);
    text.setTextWidth(width);
    text.setHtml(html);
}

/// The scale with what its ends mean, in one line.
void paintScale(QPainter& painter, const QRect& place) {
    QFont font;
    font.setPixelSize(kSmallPixels);
    painter.setFont(font);
    painter.setPen(QColor(kFaint));
    const QString least = Words::tr("no heat");
    const QString most = Words::tr("this map’s hottest place");
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, least);
    painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, most);
    const QFontMetrics metrics(font);
    const QRect bar = place.adjusted(metrics.horizontalAdvance(least) + kSpaceS,
                                     (place.height() - kScaleHeight) / 2,
                                     -metrics.horizontalAdvance(most) - kSpaceS,
                                     -(place.height() - kScaleHeight) / 2);
    if (bar.width() > 0) painter.drawImage(bar.topLeft(), heatScale(bar.size()));
}

}  // namespace

QImage drawn(const HeatPicture& heat) {
    const RgbImage picture = readImage(heat.picture).image;
    const QImage under = toQImage(overlaid(picture, heat.map, heat.overlay));
    const QSize shown = under.size() * enlargementOf(under.size());
    const int width = std::max(shown.width(), kLeastWidth);
    QTextDocument text;
    layOut(text, htmlOf(heat), width);
    const int textHeight = static_cast<int>(text.size().height()) + 1;
    constexpr int kScaleLine = 24;

    QImage image(width + 2 * kMargin,
                 shown.height() + textHeight + kScaleLine + 4 * kMargin - kMargin / 2,
                 QImage::Format_RGB32);
    image.fill(kPaper);
    QPainter painter(&image);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRect place(QPoint(kMargin + (width - shown.width()) / 2, kMargin), shown);
    painter.drawImage(place, under);
    const int scaleTop = place.bottom() + 1 + kMargin / 2;
    paintScale(painter, {kMargin, scaleTop, width, kScaleLine});
    painter.translate(kMargin, scaleTop + kScaleLine + kMargin);
    text.drawContents(&painter);
    painter.end();
    for (const auto& [key, value] : heat.fields) image.setText(key, value);
    return image;
}

void writePng(const QImage& image, const std::filesystem::path& target) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG")) {
        fail(ErrorCode::OutOfMemory, "{}: the picture is too large for a PNG", target.string());
    }
    writeFileAtomically(
        target, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

}  // namespace descry
