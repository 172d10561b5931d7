#include "ui/review/review_files.h"

#include <QWidget>
#include <system_error>
#include <utility>

#include "ui/common/file_manager.h"
#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

const QString kMergeKey = QStringLiteral("reviewMerge");
const QString kExportKey = QStringLiteral("reviewExport");

/// "train reviewed", with a number if there is one already.
fs::path newFolderIn(const fs::path& folder, const fs::path& dataset) {
    const std::string name = dataset.stem().native() + " reviewed";
    fs::path free = folder / name;
    std::error_code ignored;
    for (int number = 2; fs::exists(free, ignored); ++number) {
        free = folder / fmt::format("{} {}", name, number);
    }
    return free;
}

ExportReport exportNow(const SittingPlan& plan, const fs::path& folder) {
    const DecisionLog log(plan.folder().decisions(), DecisionLog::Access::ReadOnly);
    ExportRequest request{
        .dataset = plan.dataset, .folder = newFolderIn(folder, plan.dataset), .images = {}};
    if (!plan.images.empty()) request.images = plan.images;
    return exportReview(request, CurrentVerdicts(log.all()));
}

QString shownAdded(const MergeReport& report) {
    return ReviewFiles::tr("%n decisions were added.", nullptr, static_cast<int>(report.numAdded));
}

}  // namespace

ReviewFiles::ReviewFiles(ApplicationContext& context, ReviewDesk& desk, QWidget& window)
    : m_context(context), m_desk(desk), m_window(window) {
    connect(&desk, &ReviewDesk::merged, this, &ReviewFiles::tellMerged);
    connect(&desk, &ReviewDesk::mergeFailed, this, &ReviewFiles::tellMergeFailed);
}

void ReviewFiles::whenKept(std::function<void()> run) {
    const DecisionWriter* const writer = m_desk.writer();
    if (writer == nullptr || writer->isIdle()) {
        run();
        return;
    }
    connect(&m_desk,
            &ReviewDesk::allKept,
            this,
            std::move(run),
            static_cast<Qt::ConnectionType>(Qt::AutoConnection | Qt::SingleShotConnection));
}

void ReviewFiles::askMerge() {
    const PathQuestion question{PathQuestion::Kind::File,
                                tr("Logs to add to this review"),
                                tr("Review logs (*.descry-review)")};
    m_context.prompts.askFiles(m_window, question, [this](const std::vector<fs::path>& logs) {
        if (m_desk.writer() != nullptr) m_desk.writer()->merge(logs);
    });
}

void ReviewFiles::tellMerged(const MergeReport& report) {
    if (!report.refused.empty()) {
        tellRefused(report);
        return;
    }
    Message message;
    message.key = kMergeKey;
    message.cause = report.numAdded == 0
                        ? tr("The logs hold nothing that this review did not have.")
                        : shownAdded(report);
    message.kept = tr("The other logs are as they were.");
    m_context.messages.raise(message);
}

void ReviewFiles::tellRefused(const MergeReport& report) {
    const MergeReport::Refusal& first = report.refused.front();
    const QString name = shownPath(first.file.filename());
    Message message =
        problemOf(kMergeKey, tr("The log “%1” could not be added.").arg(name), first.error);
    if (report.refused.size() > 1) {
        QStringList lines;
        for (const auto& [file, error] : report.refused) {
            lines << QStringLiteral("%1: %2").arg(shownPath(file), errorText(error));
        }
        message.cause =
            tr("%1 of %2 logs could not be added.").arg(report.refused.size()).arg(report.numLogs);
        message.details = lines.join(QLatin1Char('\n'));
    }
    message.kept =
        report.numAdded == 0 ? tr("This review’s log is as it was.") : shownAdded(report);
    m_context.messages.raise(message);
}

void ReviewFiles::tellMergeFailed(const Error& error) {
    Message message = problemOf(kMergeKey, tr("No log could be added."), error);
    message.kept = tr("This review’s log is as it was.");
    m_context.messages.raise(message);
}

void ReviewFiles::askExport() {
    const PathQuestion question{
        PathQuestion::Kind::Folder, tr("Where the export’s folder is to be made"), {}};
    m_context.prompts.askPath(
        m_window, question, [this](const fs::path& folder) { exportTo(folder); });
}

void ReviewFiles::exportTo(const fs::path& folder) {
    SittingPlan plan = m_desk.plan();
    if (m_desk.isOpen()) plan.images = m_desk.queue()->images();
    whenKept([this, plan, folder] { beginExport(plan, folder); });
}

void ReviewFiles::beginExport(const SittingPlan& plan, const fs::path& folder) {
    m_context.background.run(
        *this,
        [plan, folder](std::stop_token) { return exportNow(plan, folder); },
        [this, dataset = plan.dataset](const ExportReport& report) { tellExport(report, dataset); },
        [this](const Error& error) {
            Message message = problemOf(kExportKey, tr("The review could not be exported."), error);
            if (error.code() == ErrorCode::NotFound) {
                message.cause = tr("There is nothing to export: nobody has decided yet.");
            }
            message.kept = tr("Nothing was written.");
            m_context.messages.raise(message);
        });
}

void ReviewFiles::tellExport(const ExportReport& report, const fs::path& dataset) {
    const fs::path folder = report.dataset.parent_path();
    Message message;
    message.key = kExportKey;
    message.cause =
        tr("%n verdicts were exported to “%1”.", nullptr, static_cast<int>(report.numPairs))
            .arg(shownPath(folder.filename()));
    message.kept = tr("Disputed: %1. Captions edited: %2, removed: %3. Findings: %4.")
                       .arg(groupedNumber(static_cast<std::int64_t>(report.numDisputed)),
                            groupedNumber(static_cast<std::int64_t>(report.numEdited)),
                            groupedNumber(static_cast<std::int64_t>(report.numRemoved)),
                            groupedNumber(static_cast<std::int64_t>(report.findings.size())));
    QStringList details{shownPath(folder)};
    for (const Finding& finding : report.findings) {
        details << errorText(describeFinding(dataset, finding));
    }
    message.details = details.join(QLatin1Char('\n'));
    message.actions = {{tr("Show the folder"), [folder, &messages = m_context.messages] {
                            showInFileManager(folder, messages);
                        }}};
    m_context.messages.raise(message);
}

}  // namespace descry
