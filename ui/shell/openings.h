#pragma once
/// All the ways of opening something: asked for in a dialog, dropped on the window, given on the
/// command line, the demo, and a model file that is imported first. Thread rule: GUI thread; the
/// disk is looked at in the background. Failure rule: problems are raised as messages.

#include <QObject>
#include <filesystem>
#include <optional>

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
    void openDemo();
    /// Looks what it is; then one of the signals, or a message.
    void openPath(const std::filesystem::path& path);

  Q_SIGNALS:
    void folderGiven(const std::filesystem::path& folder);
    void galleryGiven(const std::filesystem::path& file);
    void bundleGiven(const std::filesystem::path& folder);
    void checkpointGiven(const std::filesystem::path& file);
    void pictureGiven(const std::filesystem::path& file);

  private:
    void route(const std::filesystem::path& path, PathKind kind);
    void ask(const PathQuestion& question, void (Openings::*given)(const std::filesystem::path&));

    ApplicationContext& m_context;
    std::optional<std::filesystem::path> m_demo;
    QWidget& m_window;
    ModelImports* m_imports;
};

}  // namespace descry
