#include "ui/shell/openings.h"

#include <QMetaMethod>
#include <QWidget>

#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

}  // namespace

Openings::Openings(ApplicationContext& context, std::optional<fs::path> demo, QWidget& window)
    : QObject(&window),
      m_context(context),
      m_demo(std::move(demo)),
      m_window(window),
      m_imports(new ModelImports(context, window)) {
    Workbench& workbench = context.workbench;
    connect(this, &Openings::folderGiven, &workbench, &Workbench::openFolder);
    connect(this, &Openings::galleryGiven, &workbench, &Workbench::openGallery);
    connect(this, &Openings::bundleGiven, &workbench, &Workbench::adoptBundle);
    connect(this, &Openings::checkpointGiven, m_imports, &ModelImports::start);
    if (m_demo) workbench.setDemo(*m_demo);
}

void Openings::ask(const PathQuestion& question, void (Openings::*given)(const fs::path&)) {
    m_context.prompts.askPath(m_window, question, [this, given](const fs::path& path) {
        Q_EMIT(this->*given)(path);
    });
}

void Openings::askFolder() {
    askGalleryFolder(m_context, m_window);
}

void Openings::askGallery() {
    ask({PathQuestion::Kind::File, tr("Open a gallery"), tr("Galleries (*.descry)")},
        &Openings::galleryGiven);
}

void Openings::askBundle() {
    askBundleFolder(m_context, m_window);
}

void Openings::askCheckpoint() {
    askModelFile(m_context, m_window);
}

void Openings::openDemo() {
    if (!m_demo) {
        tellNoDemo();
        return;
    }
    const fs::path folder = *m_demo / "gallery";
    IndexOptions sources;
    sources.folders = {folder / "imgs"};
    sources.datasets = {{folder / "dataset.json", folder / "imgs", std::nullopt}};
    sources.metadataFile = folder / "metadata.csv";
    m_context.workbench.openBundle(*m_demo / "bundle");
    m_context.workbench.openSources(tr("Demo street"), sources);
}

void Openings::tellNoDemo() {
    Message message;
    message.severity = Message::Severity::Warning;
    message.key = QStringLiteral("noDemo");
    message.cause = tr("There is no demo beside this program.");
    message.kept = tr("Nothing was opened.");
    m_context.messages.raise(message);
}

void Openings::openPaths(const std::vector<fs::path>& paths) {
    m_context.background.run(
        *this,
        [paths](std::stop_token stop) { return firstOfEachKind(paths, stop); },
        [this, numGiven = paths.size()](const std::vector<DroppedPath>& first) {
            for (const auto& [path, kind] : first) route(path, kind);
            tellLeftOut(static_cast<int>(numGiven - first.size()));
        });
}

void Openings::tellLeftOut(int numLeftOut) {
    Message message;
    message.severity = Message::Severity::Warning;
    message.key = QStringLiteral("leftOut");
    m_context.messages.withdraw(message.key);
    if (numLeftOut == 0) return;
    message.cause = tr("%n more were given and left out.", nullptr, numLeftOut);
    message.kept =
        tr("One of a kind can be opened at a time. Many pictures are searched by opening the "
           "folder they are in.");
    m_context.messages.raise(message);
}

void Openings::route(const fs::path& path, PathKind kind) {
    switch (kind) {
        case PathKind::Folder:
            Q_EMIT folderGiven(path);
            return;
        case PathKind::Bundle:
            Q_EMIT bundleGiven(path);
            return;
        case PathKind::Gallery:
            Q_EMIT galleryGiven(path);
            return;
        case PathKind::Checkpoint:
            Q_EMIT checkpointGiven(path);
            return;
        case PathKind::Picture:
            // Only a workspace that searches has a use for one.
            if (!isSignalConnected(QMetaMethod::fromSignal(&Openings::pictureGiven))) break;
            Q_EMIT pictureGiven(path);
            return;
        case PathKind::Unknown:
            break;
    }
    Message message;
    message.severity = Message::Severity::Warning;
    message.key = QStringLiteral("unknownPath");
    message.cause = tr("“%1” is nothing that Descry can open.").arg(shownPath(path.filename()));
    message.kept = tr(
        "It opens folders of pictures, galleries (.descry), bundles and model files, and searches "
        "by pictures (JPEG, PNG, WebP, BMP).");
    m_context.messages.raise(message);
}

}  // namespace descry
