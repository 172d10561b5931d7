#pragma once
/// Which models have indexed the gallery: name, how far, size on the disk; one can be taken into
/// use or its index removed. Thread rule: GUI thread.

#include <QString>
#include <QWidget>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

class QGridLayout;

namespace descry {

struct IndexRow {
    std::string fingerprint;
    QString name;
    std::int64_t numIndexed = 0;
    std::int64_t sizeBytes = 0;                   ///< Vectors, files made from them, image tokens.
    bool isOpen = false;                          ///< The model that searches use.
    std::optional<std::filesystem::path> bundle;  ///< Its folder, if it is known.
};

class IndexList final : public QWidget {
    Q_OBJECT

  public:
    explicit IndexList(QWidget* parent = nullptr);

    /// `numItems` is what an index holds when it is complete.
    void setRows(const std::vector<IndexRow>& rows, std::int64_t numItems, bool mayRemove);

  Q_SIGNALS:
    void useRequested(const std::filesystem::path& bundle);
    void removeRequested(const descry::IndexRow& row);

  private:
    void addRow(int line, const IndexRow& row, std::int64_t numItems, bool mayRemove);
    void addButtons(int line, const IndexRow& row, bool mayRemove);

    QGridLayout* m_grid;
    QList<QWidget*> m_widgets;
};

}  // namespace descry
