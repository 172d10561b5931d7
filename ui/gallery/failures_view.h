#pragma once
/// Files that could not be read, by name with the reason; tries all or some again, opens a folder.
/// Thread rule: GUI thread.

#include <QWidget>
#include <cstdint>
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
    /// As the gallery was last counted; it takes longer to read which they are.
    void setCount(std::int64_t numFailures);
    void setMayRetry(bool mayRetry);

  Q_SIGNALS:
    void retryAllRequested();
    void retryRequested(const std::vector<descry::ShownFailure>& failures);
    void folderRequested(const std::filesystem::path& folder);

  private:
    void addButtons(const Theme& theme);
    std::vector<ShownFailure> chosen() const;
    QString summary() const;
    void showChoice();

    FailuresModel m_failures;
    std::int64_t m_numFailures = 0;
    bool m_mayRetry = true;
    QLabel* m_title;
    QPushButton* m_openFolder;
    QPushButton* m_retryChosen;
    QPushButton* m_retryAll;
    QTableView* m_table;
};

}  // namespace descry
