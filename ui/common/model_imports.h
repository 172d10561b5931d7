#pragma once
/// Importing model files for the window: knows how the job is made, starts it, has the bundle
/// adopted when it is there, and shows why a file does not fit. One for the window. Thread rule:
/// GUI thread; the disk is looked at in the background. Failure rule: problems are raised as
/// messages.

#include <QObject>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "core/model/weights.h"
#include "ui/common/application_context.h"

namespace descry {

/// Asks for a model file and imports it as a job; the window's ModelImports tells the rest.
void askModelFile(ApplicationContext& context, QWidget& parent);

class ModelImports final : public QObject {
    Q_OBJECT

  public:
    /// `window` is the parent of dialogs and owns this.
    ModelImports(ApplicationContext& context, QWidget& window);

    void start(const std::filesystem::path& checkpoint);

  private:
    using Mismatches = std::shared_ptr<const std::vector<TensorMismatch>>;
    /// Of the jobs that ran, by the bundles they were to make: written on the queue's thread.
    struct Found {
        std::mutex mutex;
        std::map<std::filesystem::path, Mismatches> mismatches;
    };

    void jobEnded(const JobStatus& status);
    void tellMismatch(const JobStatus& status,
                      const std::filesystem::path& checkpoint,
                      const Mismatches& mismatches);

    ApplicationContext& m_context;
    QWidget& m_window;
    std::shared_ptr<Found> m_found = std::make_shared<Found>();
};

}  // namespace descry
