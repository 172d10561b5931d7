#pragma once
/// All the ways of opening something: asked for in a dialog, dropped on the window, given on the
/// command line, the demo, and a model file that is imported first. Thread rule: GUI thread; the
/// disk is looked at in the background. Failure rule: problems are raised as messages.

#include <QObject>
#include <filesystem>
#include <optional>
#include <vector>

#include "ui/common/application_context.h"
#include "ui/common/model_imports.h"
#include "ui/shell/dropped.h"

namespace descry {

class Openings final : public QObject {
    Q_OBJECT

  public:
    /// `window` is the parent of dialogs and owns this.
    Openings(ApplicationContext& context,
             std::optional<std::filesystem::path> demo,
             QWidget& window);

    bool hasDemo() const { return m_demo.has_value(); }

    void askFolder();
    void askGallery();
    void askBundle();
    void askCheckpoint();
    void openDemo();  ///< Says so where there is none.
    /// Looks what they are; then a signal for the first of each kind, and messages.
    void openPaths(const std::vector<std::filesystem::path>& paths);

  Q_SIGNALS:
    void folderGiven(const std::filesystem::path& folder);
    void galleryGiven(const std::filesystem::path& file);
    void bundleGiven(const std::filesystem::path& folder);
    void checkpointGiven(const std::filesystem::path& file);
    void pictureGiven(const std::filesystem::path& file);

  private:
    void route(const std::filesystem::path& path, PathKind kind);
    void tellNoDemo();
    void tellLeftOut(int numLeftOut);
    void ask(const PathQuestion& question, void (Openings::*given)(const std::filesystem::path&));

    ApplicationContext& m_context;
    std::optional<std::filesystem::path> m_demo;
    QWidget& m_window;
    ModelImports* m_imports;
};

}  // namespace descry
