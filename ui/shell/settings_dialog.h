#pragma once
/// The user's choices on four pages: general, model and speed, models, keys. Each counts at once.
/// Not modal. Thread rule: GUI thread.

#include <QDialog>

#include "ui/common/application_context.h"

class QListWidget;
class QStackedWidget;

namespace descry {

class Shortcuts;

class SettingsDialog final : public QDialog {
    Q_OBJECT

  public:
    SettingsDialog(ApplicationContext& context, Shortcuts& shortcuts, QWidget* parent = nullptr);

  private:
    void addPage(const QString& title, QWidget* page);

    QListWidget* m_names;
    QStackedWidget* m_pages;
};

}  // namespace descry
