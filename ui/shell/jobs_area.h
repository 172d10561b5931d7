#pragma once
/// Everything of jobs in the window: the strip, the list above it that opens and closes, and the
/// messages. Thread rule: GUI thread.

#include <QAction>
#include <QWidget>

#include "ui/common/application_context.h"

namespace descry {

class JobsPanel;
class JobsStrip;

class JobsArea final : public QWidget {
    Q_OBJECT

  public:
    explicit JobsArea(ApplicationContext& context, QWidget* parent = nullptr);

    /// Opens and closes the list; has no key yet.
    QAction* toggleAction() const { return m_toggle; }
    bool isListOpen() const { return m_toggle->isChecked(); }
    void showList();
    /// Only the strip is shown, and says what goes on.
    void lock();

  private:
    void layOut();

    JobsStrip* m_strip = nullptr;
    JobsPanel* m_panel = nullptr;
    QAction* m_toggle;
};

}  // namespace descry
