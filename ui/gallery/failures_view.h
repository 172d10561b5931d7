#pragma once
/// Files that could not be read, by name with the reason; tries all or some again, opens a folder.
/// Thread rule: GUI thread.

#include <QWidget>
#include <vector>

#include "ui/common/theme.h"
#include "ui/gallery/failures_model.h"

class QLabel;
class QPushButton;
class QTableView;

namespace descry {

class FailuresView final : public QWidget {
    Q_OBJECT

  public:
    explicit FailuresView(const Theme& theme, QWidget* parent = nullptr);

    void setFailures(std::vector<ShownFailure> failures);
    void setMayRetry(bool mayRetry);

  Q_SIGNALS:
    void retryAllRequested();
    void retryRequested(const std::vector<descry::ShownFailure>& failures);
    void folderRequested(const std::filesystem::path& folder);

  private:
    void addButtons(const Theme& theme);
    std::vector<ShownFailure> chosen() const;
    void showChoice();

    FailuresModel m_failures;
    bool m_mayRetry = true;
    QLabel* m_title;
    QPushButton* m_openFolder;
    QPushButton* m_retryChosen;
    QPushButton* m_retryAll;
    QTableView* m_table;
};

}  // namespace descry
