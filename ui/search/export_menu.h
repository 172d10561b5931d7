#pragma once
/// Saves the list that is shown as a file: asks for the folder, writes in the background, says what
/// became of it. Thread rule: GUI thread. Failure rule: problems are raised as messages.

#include <QMenu>

#include "ui/common/application_context.h"
#include "ui/search/result_export.h"
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
    void ask(ExportFormat format);
    void write(std::shared_ptr<SearchSource> source, ResultExport result);

    ApplicationContext& m_context;
    SearchController& m_controller;
    ResultModel& m_model;
};

}  // namespace descry
