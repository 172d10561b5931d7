#pragma once
/// The user's choices: theme, language, device, threads. Each counts at once. Not modal. Thread
/// rule: GUI thread.

#include <QDialog>

#include "ui/common/settings.h"

class QComboBox;
class QSpinBox;

namespace descry {

class SettingsDialog final : public QDialog {
    Q_OBJECT

  public:
    explicit SettingsDialog(Settings& settings, QWidget* parent = nullptr);

  private:
    void addThemes();
    void addLanguages();
    void addDevices();
    void store();

    Settings& m_settings;
    QComboBox* m_theme;
    QComboBox* m_language;
    QComboBox* m_device;
    QSpinBox* m_threads;
};

}  // namespace descry
