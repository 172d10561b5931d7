#pragma once
/// The items of a gallery as a table that grows as it is scrolled: picture and name, folder,
/// camera, time, person, state. Pages are read in the background, small pictures come from the
/// ThumbnailCache. Thread rule: GUI thread. Failure rule: a page that cannot be read ends the
/// table and is told by failed().

#include <QAbstractTableModel>
#include <QString>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/error.h"
#include "core/gallery/gallery.h"
#include "ui/common/application_context.h"

namespace descry {

enum class ShownItems { All, Missing };

class ItemsModel final : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { Name, Folder, Camera, Time, Person, State, NumColumns };

    static constexpr int kPictureWidth = 32;
    static constexpr int kPictureHeight = 40;

    explicit ItemsModel(ApplicationContext& context, QObject* parent = nullptr);

    /// From the first item; an empty path shows none.
    void show(const std::filesystem::path& gallery, ShownItems which);
    ItemId itemAt(int row) const { return m_rows[static_cast<std::size_t>(row)].id; }
    bool isReading() const { return m_isReading; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

  Q_SIGNALS:
    void pageRead();
    void failed(const descry::Error& error);

  private:
    struct Row {
        ItemId id;
        QString name;
        QString folder;
        QString camera;
        QString time;
        QString person;
        bool isMissing = false;
    };
    struct Page {
        std::vector<Row> rows;
        ItemId last;
        bool isLast = false;
    };

    static Row rowOf(const Item& item);
    static Page readPage(const std::filesystem::path& gallery,
                         ShownItems which,
                         ItemId after,
                         const std::stop_token& stop);
    void append(Page page);
    void pictureReady(ItemId item);
    QString cell(const Row& row, int column) const;

    ApplicationContext& m_context;
    std::filesystem::path m_gallery;
    ShownItems m_which = ShownItems::All;
    std::vector<Row> m_rows;  ///< By id.
    ItemId m_last;
    bool m_atEnd = true;
    bool m_isReading = false;
    std::stop_source m_reading;
};

}  // namespace descry
