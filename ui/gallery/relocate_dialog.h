#pragma once
/// Where a folder of the gallery is now: compares the folder that was chosen with what the gallery
/// knows and shows the numbers; accepted only if the files are the same. Not modal; deletes itself
/// when closed. Thread rule: GUI thread; the disk is read in the background.

#include <QDialog>
#include <filesystem>
#include <stop_token>

#include "core/indexing/relocation.h"
#include "ui/common/application_context.h"

class QGridLayout;
class QLabel;
class QPushButton;

namespace descry {

class RelocateDialog final : public QDialog {
    Q_OBJECT

  public:
    RelocateDialog(ApplicationContext& context, const Root& root, QWidget* parent = nullptr);
    ~RelocateDialog() override;

    void check(const std::filesystem::path& folder);

  Q_SIGNALS:
    void folderAccepted(descry::RootId root, const std::filesystem::path& folder);

  private:
    void addFields();
    void addButtons();
    void askFolder();
    void showCheck(const RelocationCheck& check);
    void showProblem(const QString& problem);

    ApplicationContext& m_context;
    Root m_root;
    std::filesystem::path m_folder;
    std::stop_source m_checking;
    QLabel* m_newFolder = nullptr;
    QLabel* m_verdict = nullptr;
    QLabel* m_numbers = nullptr;
    QPushButton* m_use = nullptr;
};

}  // namespace descry
