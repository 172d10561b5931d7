#include "ui/search/export_menu.h"

#include "ui/common/text.h"

namespace descry {
namespace {

const QString kExportKey = QStringLiteral("export");

}  // namespace

ExportMenu::ExportMenu(ApplicationContext& context,
                       SearchController& controller,
                       ResultModel& model,
                       QWidget* parent)
    : QMenu(parent), m_context(context), m_controller(controller), m_model(model) {
    connect(
        addAction(tr("As CSV…")), &QAction::triggered, this, [this] { ask(ExportFormat::Csv); });
    connect(
        addAction(tr("As JSON…")), &QAction::triggered, this, [this] { ask(ExportFormat::Json); });
}

/// The list is the one that is shown now, whatever is shown when the answer comes.
void ExportMenu::ask(ExportFormat format) {
    const auto source = m_controller.source();
    if (source == nullptr || m_model.rowCount() == 0) return;
    const ResultExport result{m_controller.query(), m_model.rows(), format, {}};
    const PathQuestion question{PathQuestion::Kind::Folder, tr("Folder for the list"), {}};
    m_context.prompts.askPath(
        *parentWidget(), question, [this, source, result](const std::filesystem::path& folder) {
            ResultExport asked = result;
            asked.folder = folder;
            write(source, std::move(asked));
        });
}

void ExportMenu::write(std::shared_ptr<SearchSource> source, ResultExport result) {
    m_context.background.run(
        *this,
        [source = std::move(source), result = std::move(result)](std::stop_token) {
            return writeExport(*source, result);
        },
        [this](const std::filesystem::path& file) {
            Message message;
            message.key = kExportKey;
            message.cause = tr("The list was saved as %1.").arg(shownPath(file));
            m_context.messages.raise(message);
        },
        [this](const Error& error) {
            Message message = problemOf(kExportKey, tr("The list could not be saved."), error);
            message.kept = tr("Nothing was written.");
            m_context.messages.raise(message);
        });
}

}  // namespace descry
