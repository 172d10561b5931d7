#include "ui/search/export_menu.h"

#include <QDateTime>

#include "core/base/unicode.h"
#include "ui/common/text.h"

namespace descry {
namespace {

const QString kExportKey = QStringLiteral("export");

std::vector<ExportedCandidate> exportedOf(const RankedRows& rows) {
    std::vector<ExportedCandidate> candidates(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const ResultRow row = rows[i];
        candidates[i].item = row.candidate.item;
        candidates[i].similarity = row.candidate.similarity;
        candidates[i].matchLogit = row.candidate.matchLogit;
        if (row.candidate.similarity) candidates[i].similarityRank = row.similarityRank;
    }
    return candidates;
}

}  // namespace

ExportMenu::ExportMenu(ApplicationContext& context,
                       SearchController& controller,
                       ResultModel& model,
                       QWidget* parent)
    : QMenu(parent), m_context(context), m_controller(controller), m_model(model) {
    add(tr("As CSV…"), tr("Tables (*.csv)"), QStringLiteral("csv"));
    add(tr("As JSON…"), tr("JSON (*.json)"), QStringLiteral("json"));
    add(tr("As a page with pictures…"), tr("Pages (*.html)"), QStringLiteral("html"));
}

void ExportMenu::add(const QString& text, const QString& filter, const QString& ending) {
    connect(addAction(text), &QAction::triggered, this, [this, filter, ending] {
        ask(filter, ending);
    });
}

/// The list is the one that is shown now, whatever is shown when the answer comes.
void ExportMenu::ask(const QString& filter, const QString& ending) {
    const auto source = m_controller.source();
    if (source == nullptr || m_model.ranked().empty()) return;
    const QString stem = shownPath(source->parts().gallery.stem());
    const QString time =
        QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyy-MM-dd HHmmss"));
    PathQuestion question;
    question.kind = PathQuestion::Kind::Save;
    question.title = tr("Save the list");
    question.filter = filter;
    question.suggested = tr("%1 candidates %2").arg(stem, time) + QLatin1Char('.') + ending;
    m_context.prompts.askPath(*parentWidget(),
                              question,
                              [this, list = List{source, describedNow(), m_model.ranked()}](
                                  const std::filesystem::path& file) { write(list, file); });
}

SearchExport ExportMenu::describedNow() const {
    const auto& [query, outcome] = m_controller.rankedSearch();
    SearchExport search;
    search.query = toUtf8(query.text);
    if (query.likeItem) search.like = ExportedLike{*query.likeItem, {}, {}};
    if (query.likeImage) {
        search.likeImage =
            ExportedPicture{displayable(query.likeImage->native()), outcome.likeImageHash};
    }
    search.filter = query.filter;
    const auto& model = m_controller.source()->parts().model;
    if (model && !query.isBrowsing()) {
        search.fingerprint = model->fingerprint;
        search.ranking = model->ranking;
        search.rerank = outcome.progress.reranked;
    }
    search.numSearched = outcome.numSearched;
    search.breakAfter = outcome.outlook.breakAfter;
    search.convincing = outcome.outlook.convincing;
    return search;
}

void ExportMenu::write(const List& list, const std::filesystem::path& file) {
    m_context.background.run(
        *this,
        [list, file](std::stop_token) {
            SearchExport search = list.search;
            search.candidates = exportedOf(list.rows);
            // A connection of its own: a long list takes a while, and the grid reads on.
            const auto gallery =
                Gallery::open(list.source->parts().gallery, Gallery::Access::ReadOnly);
            writeSearchExport(file, describeExport(search, *gallery), *gallery);
        },
        [this, file] {
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
