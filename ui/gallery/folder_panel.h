#pragma once
/// The folders of the gallery at the left: how many pictures each holds, whether it is there; one
/// can be opened, found again elsewhere, removed. Thread rule: GUI thread.

#include <QWidget>
#include <filesystem>
#include <vector>

#include "ui/common/theme.h"
#include "ui/gallery/gallery_reading.h"

class QLabel;
class QListWidget;
class QPushButton;

namespace descry {

class FolderPanel final : public QWidget {
    Q_OBJECT

  public:
    explicit FolderPanel(const Theme& theme, QWidget* parent = nullptr);

    /// `isRead` is false while only the folders' names are known.
    void setFolders(const std::vector<ShownRoot>& folders, bool isRead);
    void setMayWrite(bool mayWrite);

  Q_SIGNALS:
    void openRequested(const std::filesystem::path& folder);
    void relocateRequested(const descry::ShownRoot& root);
    void removeRequested(const descry::ShownRoot& root);

  private:
    QPushButton* addButton(const QString& text, const char* name);
    const ShownRoot* chosen() const;
    void showChoice();

    const Theme& m_theme;
    std::vector<ShownRoot> m_shown;
    bool m_mayWrite = true;
    QLabel* m_none;
    QListWidget* m_list;
    QPushButton* m_open;
    QPushButton* m_relocate;
    QPushButton* m_remove;
};

}  // namespace descry
