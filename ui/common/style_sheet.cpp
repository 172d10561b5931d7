#include "ui/common/style_sheet.h"

#include <utility>

namespace descry {
namespace {

constexpr char kSheet[] = R"(
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 4px; }

QLabel[look="title"] { font-size: 20px; font-weight: 600; }
QLabel[look="name"] { font-size: 16px; font-weight: 700; }
QLabel[look="heading"] { font-size: 12px; font-weight: 600; color: @secondary; }
QLabel[look="figure"] { font-size: 20px; font-weight: 600; }
QLabel[look="secondary"] { color: @secondary; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="dropHint"] { background: @panel; color: @text; border: 2px dashed @accent;
                          border-radius: 10px; font-size: 20px; font-weight: 600; padding: 24px; }

QFrame[look="bar"] { background: @panel; border: 0; }
QFrame#topBar { border-bottom: 1px solid @line; }
QFrame#jobsStrip, QFrame#statusLine { border-top: 1px solid @line; }
QFrame#messageBar { background: @panel; border: 0; border-bottom: 1px solid @line;
                    border-left: 4px solid @second; }
QFrame#messageBar[look="warning"] { border-left-color: @accent; }
QFrame#messageBar[look="problem"] { border-left-color: @contradicted; }
QFrame[look="side"] { background: @panel; border: 0; }
QFrame[look="card"] { background: @panel; border: 1px solid @line; border-radius: 10px; }
QFrame[look="segments"] { background: @raised; border: 0; border-radius: 8px; }
QSplitter::handle { background: @line; }
QSplitter[look="gap"]::handle { background: transparent; }

QPushButton { background: @raised; color: @text; border: 1px solid @line; border-radius: 6px;
              padding: 5px 12px; min-height: 20px; }
QPushButton:hover { border-color: @secondary; }
QPushButton:pressed { background: @chip; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @secondary; background: @panel; }
QPushButton[look="primary"] { background: @accent; color: @onAccent; border-color: @accent;
                              font-weight: 600; }
QPushButton[look="primary"]:hover, QPushButton[look="primary"]:focus { border-color: @text; }
QPushButton[look="primary"]:disabled { background: @raised; color: @secondary;
                                       border-color: @line; }
QPushButton[look="key"], QPushButton[look="chosenKey"] { padding: 5px 8px; }
QPushButton[look="chip"], QPushButton[look="chosenChip"] { background: @chip; padding: 3px 8px;
                                                           border-color: transparent; }
QPushButton[look="chip"]:hover { border-color: @secondary; }
QPushButton[look="chip"]:focus { border-color: @accent; }
QPushButton[look="chip"]:disabled { background: @panel; }
QPushButton[look="chosenKey"], QPushButton[look="chosenChip"] { background: @accent;
                                                                color: @onAccent;
                                                                border-color: @accent; }
QPushButton[look="chosenKey"]:focus, QPushButton[look="chosenChip"]:focus { border-color: @text; }
QPushButton[look="row"] { background: transparent; border-color: transparent; text-align: left;
                          padding: 8px; }
QPushButton[look="row"]:hover { background: @raised; }
QPushButton[look="row"]:focus { border-color: @accent; }

QToolButton { background: transparent; color: @text; border: 1px solid transparent;
              border-radius: 6px; padding: 4px; }
QToolButton:hover { background: @raised; }
QToolButton:focus { border-color: @accent; }
QToolButton::menu-indicator { image: none; }
QToolButton[look="chip"] { background: @chip; padding: 4px 8px; }
QToolButton[look="chip"]:hover { border-color: @line; }
QToolButton[look="chip"]:focus { border-color: @accent; }
QToolButton[look="chip"]:disabled { color: @secondary; }
QToolButton[look="segment"] { color: @secondary; padding: 4px 12px; min-height: 18px; }
QToolButton[look="segment"]:hover { color: @text; }
QToolButton[look="segment"]:checked { background: @window; color: @text; border-color: @line; }
QToolButton[look="segment"]:focus { border-color: @accent; }

QMenu { background: @panel; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; color: @text; }
QMenu::item:selected { background: @raised; }
QMenu::item:disabled { color: @secondary; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

QProgressBar { background: @raised; border: 0; border-radius: 2px; max-height: 4px;
               min-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QProgressBar[look="second"]::chunk { background: @second; }

QLineEdit, QPlainTextEdit { background: @panel; border: 1px solid @outline; border-radius: 6px;
                            padding: 4px 8px; selection-background-color: @accent;
                            selection-color: @onAccent; }
QLineEdit:focus, QPlainTextEdit:focus { border-color: @accent; }

QComboBox, QAbstractSpinBox { background: @raised; border: 1px solid @outline; border-radius: 6px;
                              padding: 4px 8px; min-height: 20px; }
QComboBox:hover, QAbstractSpinBox:hover { border-color: @secondary; }
QComboBox:focus, QAbstractSpinBox:focus { border-color: @accent; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow, QSpinBox::down-arrow { image: url(:/icons/arrow-down.svg); width: 12px;
                                              height: 12px; }
QSpinBox::up-arrow { image: url(:/icons/arrow-up.svg); width: 12px; height: 12px; }
QSpinBox::up-button, QSpinBox::down-button { border: 0; width: 24px; background: transparent; }
QComboBox QAbstractItemView { background: @panel; border: 1px solid @line; padding: 4px;
                              selection-background-color: @raised; selection-color: @text; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QCheckBox { spacing: 8px; color: @text; border: 1px solid transparent; border-radius: 6px;
            padding: 2px 4px; }
QCheckBox::indicator { width: 14px; height: 14px; background: @panel; border: 1px solid @secondary;
                       border-radius: 3px; }
QCheckBox::indicator:hover { border-color: @text; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent;
                               image: url(:/icons/check-@onAccentIs.svg); }
QCheckBox:focus { border-color: @accent; }
QCheckBox:disabled { color: @secondary; }

QTableView, QListView, QTreeView { background: transparent; border: 1px solid transparent;
                                   border-radius: 6px; outline: 0; gridline-color: @line; }
QTableView:focus, QListView:focus, QTreeView:focus { border-color: @accent; }
QTableView::item, QTreeView::item { padding: 4px 5px; border: 0; }
QTreeView::item:selected { background: @chip; color: @text; }
QTreeView::branch { background: transparent; }
QListView::item { padding: 4px; border: 0; border-radius: 4px; }
QTableView::item:selected, QListView::item:selected { background: @chip; color: @text; }
QHeaderView { background: transparent; }
QTableCornerButton::section { background: transparent; border: 0; }
QHeaderView::section { background: transparent; color: @secondary; border: 0;
                       border-bottom: 1px solid @line; padding: 4px 8px; font-size: 12px;
                       font-weight: 600; }

QScrollArea { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 3px; margin: 2px; min-height: 24px;
                     min-width: 24px; }
QScrollBar::handle:hover { background: @secondary; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

}  // namespace

QString styleSheetOf(const ThemeColours& colours) {
    QString sheet = QString::fromLatin1(kSheet);
    const std::pair<const char*, QColor> words[] = {{"@window", colours.window},
                                                    {"@panel", colours.panel},
                                                    {"@raised", colours.raised},
                                                    {"@line", colours.line},
                                                    {"@outline", colours.outline},
                                                    {"@chip", colours.chip},
                                                    {"@text", colours.text},
                                                    {"@secondary", colours.secondary},
                                                    {"@accent", colours.accent},
                                                    {"@onAccent", colours.onAccent},
                                                    {"@second", colours.second},
                                                    {"@contradicted", colours.contradicted}};
    constexpr int kMiddle = 127;
    sheet.replace(QLatin1String("@onAccentIs"),
                  QLatin1String(colours.onAccent.lightness() > kMiddle ? "light" : "dark"));
    // "@secondary" before "@second", which it begins with.
    for (const auto& [word, colour] : words) {
        sheet.replace(QLatin1String(word), colour.name());
    }
    return sheet;
}

}  // namespace descry
