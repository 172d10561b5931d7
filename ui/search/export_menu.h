#pragma once
/// Saves the list that is shown as a file (core/search/search_export.h): asks for its name, writes
/// in the background, says what became of it. Thread rule: GUI thread. Failure rule: problems are
/// raised as messages.

#include <QMenu>

#include "core/search/search_export.h"
#include "ui/common/application_context.h"
#include "ui/search/result_model.h"
#include "ui/search/search_controller.h"

namespace descry {

class ExportMenu final : public QMenu {
    Q_OBJECT

  public:
    ExportMenu(ApplicationContext& context,
               SearchController& controller,
               ResultModel& model,
               QWidget* parent = nullptr);

  private:
    /// What was shown when it was asked for.
    struct List {
        std::shared_ptr<SearchSource> source;
        SearchExport search;  ///< But for the candidates.
        RankedRows rows;
    };

    void add(const QString& text, const QString& filter, const QString& ending);
    void ask(const QString& filter, const QString& ending);
    SearchExport describedNow() const;
    void write(const List& list, const std::filesystem::path& file);

    ApplicationContext& m_context;
    SearchController& m_controller;
    ResultModel& m_model;
};

}  // namespace descry
