#pragma once
/// A review's files: other logs are merged into its own, and what it comes to is exported. Thread
/// rule: GUI thread; files are read and written in the background. Failure rule: raised as
/// messages.

#include <QObject>
#include <filesystem>
#include <functional>

#include "core/review/review_export.h"
#include "ui/common/application_context.h"
#include "ui/review/review_desk.h"

namespace descry {

class ReviewFiles final : public QObject {
    Q_OBJECT

  public:
    /// `window` asks for paths.
    ReviewFiles(ApplicationContext& context, ReviewDesk& desk, QWidget& window);

    void askMerge();
    void askExport();
    /// Into a new folder in this one.
    void exportTo(const std::filesystem::path& folder);
    /// Runs it once every decision on this data set is on the disk, at the latest when another one
    /// is opened.
    void whenKept(std::function<void()> run);

  private:
    void tellMerged(const MergeReport& report);
    void tellRefused(const MergeReport& report);
    void tellMergeFailed(const Error& error);
    void beginExport(const SittingPlan& plan, const std::filesystem::path& folder);
    /// `dataset` is what was exported.
    void tellExport(const ExportReport& report, const std::filesystem::path& dataset);

    ApplicationContext& m_context;
    ReviewDesk& m_desk;
    QWidget& m_window;
};

}  // namespace descry
