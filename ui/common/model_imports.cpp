#include "ui/common/model_imports.h"

#include <QWidget>
#include <optional>
#include <set>
#include <utility>

#include "ui/common/job_recipes.h"
#include "ui/common/mismatch_dialog.h"
#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

const QString kImportKey = QStringLiteral("import");

/// Absent: it cannot be read, and the job says so when it runs.
std::optional<ModelImport> readImport(const JobRecipe& recipe) {
    try {
        return modelImportOf(recipe);
    } catch (const Error&) {
        return std::nullopt;
    }
}

/// Of jobs that wait or run: their bundles are not on the disk yet.
std::set<fs::path> comingBundles(const JobSignals& jobs) {
    std::set<fs::path> bundles;
    for (const JobStatus& status : jobs.open()) {
        if (status.kind != kImportKind) continue;
        const auto recipe = jobs.recipe(status.id);
        const auto import = recipe ? readImport(*recipe) : std::nullopt;
        if (import) bundles.insert(import->bundle);
    }
    return bundles;
}

void importModel(ApplicationContext& context, QObject& asker, const fs::path& checkpoint) {
    const fs::path bundles = context.workbench.dataFolder() / "bundles";
    context.background.run(
        asker,
        [bundles, checkpoint, taken = comingBundles(context.jobs)](std::stop_token) {
            return freeBundleFolder(bundles, checkpoint, taken);
        },
        [&context, &asker, checkpoint](const fs::path& bundle) {
            // Another import may have taken it meanwhile.
            if (comingBundles(context.jobs).contains(bundle)) {
                importModel(context, asker, checkpoint);
                return;
            }
            context.jobs.submit(recipeOf(ModelImport{checkpoint, bundle, {}}));
        },
        [&context, checkpoint](const Error& error) {
            const QString file = shownPath(checkpoint.filename());
            Message message = problemOf(
                kImportKey, ModelImports::tr("“%1” could not be imported.").arg(file), error);
            message.kept = ModelImports::tr("The model that was open stays in use.");
            context.messages.raise(message);
        });
}

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

void askModelFile(ApplicationContext& context, QWidget& parent) {
    const PathQuestion question{PathQuestion::Kind::File,
                                ModelImports::tr("Import a model file"),
                                ModelImports::tr("Model files (*.pth *.pt *.bin *.safetensors)")};
    context.prompts.askPath(parent, question, [&context, &parent](const fs::path& checkpoint) {
        importModel(context, parent, checkpoint);
    });
}

void ModelImports::start(const fs::path& checkpoint) {
    importModel(m_context, *this, checkpoint);
}

void ModelImports::jobEnded(const JobStatus& status) {
    const auto recipe = m_context.jobs.recipe(status.id);
    if (status.kind != kImportKind || !recipe) return;
    const std::optional<ModelImport> import = readImport(*recipe);
    if (!import) return;
    if (status.state == JobState::Succeeded) {
        m_context.workbench.adoptBundle(import->bundle);
    } else if (status.state == JobState::Failed) {
        Mismatches mismatches;
        {
            const std::lock_guard lock(m_found->mutex);
            const auto job = m_found->mismatches.extract(import->bundle);
            if (!job.empty()) mismatches = job.mapped();
        }
        if (mismatches != nullptr && !mismatches->empty()) {
            // After what is told of any job that failed.
            QMetaObject::invokeMethod(
                this,
                [this, status, mismatches, file = import->checkpoint] {
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
