#include "ui/common/model_imports.h"

#include <QWidget>
#include <utility>

#include "ui/common/job_recipes.h"
#include "ui/common/mismatch_dialog.h"
#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

}  // namespace

ModelImports::ModelImports(ApplicationContext& context, QWidget& window)
    : QObject(&window), m_context(context), m_window(window) {
    connect(&context.jobs, &JobSignals::ended, this, &ModelImports::jobEnded);
    context.jobs.addKind(
        kImportKind,
        [found = m_found, programFolder = context.programFolder](const JobRecipe& recipe) {
            ModelImport import = modelImportOf(recipe);
            import.programFolder = programFolder;
            auto job = std::make_unique<ModelImportJob>(import);
            const std::lock_guard lock(found->mutex);
            found->mismatches[import.bundle] = job->mismatches();
            return job;
        });
}

void ModelImports::ask() {
    const PathQuestion question{PathQuestion::Kind::File,
                                tr("Import a model file"),
                                tr("Model files (*.pth *.pt *.bin *.safetensors)")};
    m_context.prompts.askPath(
        m_window, question, [this](const fs::path& checkpoint) { start(checkpoint); });
}

void ModelImports::start(const fs::path& checkpoint) {
    const fs::path bundles = m_context.workbench.dataFolder() / "bundles";
    m_context.background.run(
        *this,
        [bundles, checkpoint](std::stop_token) { return freeBundleFolder(bundles, checkpoint); },
        [this, checkpoint](const fs::path& bundle) {
            m_context.jobs.submit(recipeOf(ModelImport{checkpoint, bundle, {}}));
        });
}

void ModelImports::jobEnded(const JobStatus& status) {
    const auto recipe = m_context.jobs.recipe(status.id);
    if (status.kind != kImportKind || !recipe) return;
    if (status.state == JobState::Succeeded) {
        m_context.workbench.openBundle(modelImportOf(*recipe).bundle);
    } else if (status.state == JobState::Failed) {
        Mismatches mismatches;
        {
            const std::lock_guard lock(m_found->mutex);
            const auto job = m_found->mismatches.extract(modelImportOf(*recipe).bundle);
            if (!job.empty()) mismatches = job.mapped();
        }
        if (mismatches != nullptr && !mismatches->empty()) {
            // After what is told of any job that failed.
            QMetaObject::invokeMethod(
                this,
                [this, status, mismatches, file = modelImportOf(*recipe).checkpoint] {
                    tellMismatch(status, file, mismatches);
                },
                Qt::QueuedConnection);
        }
    }
}

void ModelImports::tellMismatch(const JobStatus& status,
                                const fs::path& checkpoint,
                                const Mismatches& mismatches) {
    const QString file = shownPath(checkpoint.filename());
    Message message;
    message.severity = Message::Severity::Problem;
    message.key = messageKeyOf(status.id);
    if (status.error) message.details = errorText(*status.error);
    message.cause = tr("“%1” is not a model of this kind: of its tensors, %2.")
                        .arg(file, MismatchDialog::summary(*mismatches));
    message.kept = tr("Nothing was imported; the model that was open stays in use.");
    message.actions = {{tr("Show the tensors"), [this, file, tensors = mismatches] {
                            (new MismatchDialog(file, *tensors, &m_window))->show();
                        }}};
    m_context.messages.raise(message);
}

}  // namespace descry
