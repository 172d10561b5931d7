#include "ui/gallery/items_model.h"

#include <QPainter>
#include <QPixmap>
#include <algorithm>
#include <utility>

#include "ui/common/text.h"
#include "ui/gallery/table_look.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPageRows = 500;

QString shown(const std::optional<std::string>& text) {
    return text ? toQString(*text) : QString();
}

/// Whole, in the middle of a place of one size, so that names stand below each other.
QPixmap framed(const QPixmap& picture) {
    constexpr int kScale = 2;  // Sharp on dense screens.
    QPixmap place(QSize(ItemsModel::kPictureWidth, ItemsModel::kPictureHeight) * kScale);
    place.fill(Qt::transparent);
    const QSize whole = picture.size().scaled(place.size(), Qt::KeepAspectRatio);
    QPainter painter(&place);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawPixmap(
        QRect(QPoint((place.width() - whole.width()) / 2, (place.height() - whole.height()) / 2),
              whole),
        picture);
    painter.end();
    place.setDevicePixelRatio(kScale);
    return place;
}

}  // namespace

ItemsModel::ItemsModel(ApplicationContext& context, QObject* parent)
    : QAbstractTableModel(parent), m_context(context) {
    connect(&context.thumbnails, &ThumbnailCache::ready, this, &ItemsModel::pictureReady);
}

void ItemsModel::show(const fs::path& gallery, ShownItems which) {
    m_reading.request_stop();
    beginResetModel();
    m_gallery = gallery;
    m_which = which;
    m_rows.clear();
    m_last = {};
    m_atEnd = gallery.empty();
    m_isReading = false;
    // Before the reset is told, so that nobody takes the table for an empty one.
    fetchMore({});
    endResetModel();
}

ItemsModel::Row ItemsModel::rowOf(const Item& item) {
    const fs::path path = item.path;
    const ItemMetadata& metadata = item.metadata;
    return {.id = item.id,
            .name = shownPath(path.filename()),
            .folder = shownPath(path.parent_path()),
            .camera = shown(metadata.camera),
            .time = metadata.timeMs ? shownZonedTime(*metadata.timeMs, shown(metadata.timeZone))
                                    : QString(),
            .person = shown(metadata.person),
            .isMissing = item.state == ItemState::Missing};
}

ItemsModel::Page ItemsModel::readPage(const fs::path& gallery,
                                      ShownItems which,
                                      ItemId after,
                                      const std::stop_token& stop) {
    const auto opened = Gallery::open(gallery, Gallery::Access::ReadOnly);
    Page page{.rows = {}, .last = after};
    while (page.rows.size() < kPageRows && !page.isLast && !stop.stop_requested()) {
        const std::vector<Item> items = opened->items().page(page.last, kPageRows);
        page.isLast = items.empty();
        for (const Item& item : items) {
            page.last = item.id;
            const bool isWanted = which == ShownItems::All || item.state == ItemState::Missing;
            if (isWanted) page.rows.push_back(rowOf(item));
        }
    }
    return page;
}

bool ItemsModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && !m_atEnd && !m_isReading;
}

void ItemsModel::fetchMore(const QModelIndex& parent) {
    if (!canFetchMore(parent)) return;
    m_isReading = true;
    m_reading = m_context.background.run(
        *this,
        [gallery = m_gallery, which = m_which, after = m_last](std::stop_token stop) {
            return readPage(gallery, which, after, stop);
        },
        [this](Page page) { append(std::move(page)); },
        [this](const Error& error) {
            m_isReading = false;
            m_atEnd = true;
            Q_EMIT failed(error);
        });
}

void ItemsModel::append(Page page) {
    m_isReading = false;
    m_atEnd = page.isLast;
    m_last = page.last;
    if (!page.rows.empty()) {
        const auto first = static_cast<int>(m_rows.size());
        beginInsertRows({}, first, first + static_cast<int>(page.rows.size()) - 1);
        std::ranges::move(page.rows, std::back_inserter(m_rows));
        endInsertRows();
    }
    Q_EMIT pageRead();
}

void ItemsModel::pictureReady(ItemId item) {
    const auto found = std::ranges::lower_bound(m_rows, item, {}, &Row::id);
    if (found == m_rows.end() || found->id != item) return;
    const QModelIndex cellOfIt = index(static_cast<int>(found - m_rows.begin()), Name);
    Q_EMIT dataChanged(cellOfIt, cellOfIt, {Qt::DecorationRole});
}

int ItemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ItemsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : NumColumns;
}

QString ItemsModel::cell(const Row& row, int column) const {
    switch (column) {
        case Name:
            return row.name;
        case Folder:
            return row.folder;
        case Camera:
            return row.camera;
        case Time:
            return row.time;
        case Person:
            return row.person;
        default:
            return row.isMissing ? tr("File missing") : QString();
    }
}

QVariant ItemsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return cell(row, index.column());
    if (role == Qt::DecorationRole && index.column() == Name) {
        const QPixmap picture = m_context.thumbnails.find(row.id);
        if (picture.isNull()) return {};
        return framed(picture);
    }
    if (role != Qt::AccessibleTextRole) return {};
    QStringList words{row.name};
    if (!row.camera.isEmpty()) words << tr("camera %1").arg(row.camera);
    if (!row.time.isEmpty()) words << row.time;
    if (row.isMissing) words << tr("file missing");
    return words.join(QStringLiteral(", "));
}

QVariant ItemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Name:
            return tr("Picture");
        case Folder:
            return tr("Folder");
        case Camera:
            return tr("Camera");
        case Time:
            return tr("Time");
        case Person:
            return tr("Person");
        default:
            return tr("State");
    }
}

}  // namespace descry
