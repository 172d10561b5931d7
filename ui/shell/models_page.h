#pragma once
/// The page of the settings with the bundles that are known: those that were open, and those that
/// lie in the data folder. Open one, see its folder, check its files, take it off the list; no file
/// is deleted. Where there is none, one can be imported or opened. Thread rule: GUI thread; the
/// disk is looked at in the background.

#include <QWidget>
#include <filesystem>
#include <stop_token>
#include <vector>

#include "ui/common/application_context.h"

class QLabel;
class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace descry {

class ModelsPage final : public QWidget {
    Q_OBJECT

  public:
    explicit ModelsPage(ApplicationContext& context, QWidget* parent = nullptr);

    struct Known {
        std::filesystem::path folder;
        QString title;
        bool isThere = false;
        bool isListed = false;  ///< In the settings' list, which it can be taken off.
    };

  private:
    void layOut();
    void readAgain();
    void show(const std::vector<Known>& known);
    void showSelected();
    void open();
    void check();
    const Known* selected() const;

    ApplicationContext& m_context;
    std::vector<Known> m_known;
    std::stop_source m_reading;   ///< Of the list.
    std::stop_source m_checking;  ///< Of a model's files.
    QListWidget* m_list;
    QLabel* m_said;
    QPushButton* m_open;
    QPushButton* m_reveal;
    QPushButton* m_check;
    QPushButton* m_remove;
    QPushButton* m_import;
    QPushButton* m_openBundle;
};

}  // namespace descry
