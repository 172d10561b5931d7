#pragma once
/// What a run was asked to do, as its run.json keeps it: start, data, settings, folder. Thread
/// rule: GUI thread.

#include <QWidget>

#include "ui/training/run_state.h"

class QGridLayout;

namespace descry {

class RunFacts final : public QWidget {
    Q_OBJECT

  public:
    explicit RunFacts(QWidget* parent = nullptr);

    void showRun(const ShownRun& run);

  Q_SIGNALS:
    void openFolderRequested();

  private:
    void clear();
    void addHeading(const QString& text);
    void addFact(const QString& name, const QString& value, const QString& tip = {});

    QWidget* m_body;
    QWidget* m_table = nullptr;
    QGridLayout* m_grid = nullptr;  ///< Of m_table.
    std::filesystem::path m_shown;
};

}  // namespace descry
