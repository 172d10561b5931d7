#pragma once
/// The pages of the settings that show Choices: each field is written when it is changed. Thread
/// rule: GUI thread; a folder of LibTorch is looked at in the background.

#include <QWidget>
#include <functional>
#include <stop_token>

#include "ui/common/application_context.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QSpinBox;

namespace descry {

/// Rows of a label and its field, and notes below.
class ChoicePage : public QWidget {
    Q_OBJECT

  public:
    ChoicePage(Settings& settings, QWidget* parent);

  protected:
    Settings& settings() const { return m_settings; }
    void addRow(const QString& label, QWidget* field, const char* name);
    /// Over both columns.
    void addWide(QWidget* widget);
    void addNote(const QString& text);
    QCheckBox* addCheck(const QString& text, const char* name, bool Choices::*choice);
    /// The rest of the page stays empty.
    void fill();
    /// Reads the choices, lets `change` alter them and writes them.
    void change(const std::function<void(Choices&)>& alter);

  private:
    Settings& m_settings;
    QGridLayout* m_grid;
};

class GeneralPage final : public ChoicePage {
    Q_OBJECT

  public:
    explicit GeneralPage(Settings& settings, QWidget* parent = nullptr);

  private:
    void addThemes();
    void addLanguages();
};

class DevicePage final : public ChoicePage {
    Q_OBJECT

  public:
    explicit DevicePage(ApplicationContext& context, QWidget* parent = nullptr);

  private:
    void addDevices();
    void addTorchFolder();
    void addMemory();
    void askTorchFolder();
    void checkTorchFolder();

    ApplicationContext& m_context;
    QLabel* m_torchState = nullptr;
    std::stop_source m_checkingTorch;  ///< What it says of a folder chosen before is late.
};

}  // namespace descry
