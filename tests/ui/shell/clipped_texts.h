#pragma once
/// Finds the words of a window that are cut: what shows a text without the room that it needs, and
/// what lies outside of what it is in. Thread rule: test code.

#include <QAbstractScrollArea>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QStyleOption>
#include <QToolButton>
#include <optional>

#include "ui/common/widgets.h"
#include "ui/shell/status_line.h"

namespace descry::test {

/// A line may be measured a pixel wider than it was broken for.
inline constexpr int kRounding = 1;

/// A text, the room that it needs and the room that there is.
struct Room {
    QString text;
    QSize needs;
    QSize has;
};

inline std::optional<Room> roomOfLabel(const QLabel& label) {
    const bool cutsOnPurpose = qobject_cast<const ElidedLabel*>(&label) != nullptr ||
                               dynamic_cast<const KeyHints*>(&label) != nullptr;
    if (label.text().isEmpty() || cutsOnPurpose) return std::nullopt;
    if (!label.wordWrap()) return Room{label.text(), label.sizeHint(), label.size()};
    // A word may be longer than a line.
    const QRect inside = label.contentsRect();
    const QRect taken = label.fontMetrics().boundingRect(
        QRect(0, 0, inside.width(), QWIDGETSIZE_MAX), Qt::TextWordWrap, label.text());
    return Room{label.text(),
                {label.width() - inside.width() + taken.width() - kRounding,
                 label.heightForWidth(label.width())},
                label.size()};
}

inline std::optional<Room> roomOfButton(const QAbstractButton& button) {
    const auto* tool = qobject_cast<const QToolButton*>(&button);
    const bool isIcon = tool != nullptr && tool->toolButtonStyle() == Qt::ToolButtonIconOnly &&
                        !tool->icon().isNull();
    if (button.text().isEmpty() || isIcon) return std::nullopt;
    // Above and below the text there may be less room than there could be.
    return Room{
        button.text(), {button.sizeHint().width(), button.fontMetrics().height()}, button.size()};
}

inline std::optional<Room> roomOfChoice(const QComboBox& choice) {
    QStyleOptionComboBox option;
    option.initFrom(&choice);
    option.editable = choice.isEditable();
    const QRect field = choice.style()->subControlRect(
        QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &choice);
    QString widest;
    const auto widthOf = [&](const QString& text) {
        return choice.fontMetrics().boundingRect(text).width();
    };
    for (int i = 0; i < choice.count(); ++i) {
        if (widthOf(choice.itemText(i)) > widthOf(widest)) widest = choice.itemText(i);
    }
    if (widest.isEmpty()) return std::nullopt;
    return Room{widest, {widthOf(widest), choice.fontMetrics().height()}, field.size()};
}

/// What an empty field says; Qt cuts it, which is well where a tooltip has the whole of it.
inline std::optional<Room> roomOfField(const QLineEdit& field) {
    const bool isTold = field.toolTip().contains(field.placeholderText());
    if (field.placeholderText().isEmpty() || isTold) return std::nullopt;
    QStyleOptionFrame option;
    option.initFrom(&field);
    const QRect inside =
        field.style()->subElementRect(QStyle::SE_LineEditContents, &option, &field);
    return Room{field.placeholderText(),
                {field.fontMetrics().horizontalAdvance(field.placeholderText()), 0},
                inside.size()};
}

inline std::optional<Room> roomOfHeader(const QHeaderView& header) {
    if (header.orientation() != Qt::Horizontal || header.model() == nullptr) return std::nullopt;
    for (int i = 0; i < header.count(); ++i) {
        const QString title = header.model()->headerData(i, Qt::Horizontal).toString();
        if (header.isSectionHidden(i) || title.isEmpty()) continue;
        const Room room{
            title, {header.sectionSizeHint(i), 0}, {header.sectionSize(i), header.height()}};
        if (room.needs.width() > room.has.width()) return room;
    }
    return std::nullopt;
}

/// Pages that are chosen from in a list.
inline std::optional<Room> roomOfList(const QListWidget& list) {
    if (list.objectName() != "settingsPages") return std::nullopt;
    return Room{list.item(0)->text(), {list.sizeHintForColumn(0), 0}, list.viewport()->size()};
}

inline std::optional<Room> roomOf(const QWidget& widget) {
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) return roomOfLabel(*label);
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
        return roomOfButton(*button);
    }
    if (const auto* choice = qobject_cast<const QComboBox*>(&widget)) return roomOfChoice(*choice);
    if (const auto* field = qobject_cast<const QLineEdit*>(&widget)) return roomOfField(*field);
    if (const auto* header = qobject_cast<const QHeaderView*>(&widget)) {
        return roomOfHeader(*header);
    }
    if (const auto* list = qobject_cast<const QListWidget*>(&widget)) return roomOfList(*list);
    return std::nullopt;
}

/// Whether a part of it lies outside of what it is in; what scrolls brings it to light.
inline bool leavesItsParent(const QWidget& widget) {
    QRect place(QPoint(), widget.size());
    for (const QWidget* at = &widget; !at->isWindow(); at = at->parentWidget()) {
        const QWidget* in = at->parentWidget();
        place.translate(at->pos());
        const auto* area = qobject_cast<const QAbstractScrollArea*>(in->parentWidget());
        if (area != nullptr && area->viewport() == in) {
            const bool scrollsAside = area->horizontalScrollBarPolicy() != Qt::ScrollBarAlwaysOff;
            return !scrollsAside && (place.left() < 0 || place.right() >= in->width());
        }
        if (!in->rect().contains(place)) return true;
    }
    return false;
}

inline QStringList clippedIn(const QWidget& window) {
    QStringList clipped;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        // A dialog is walked by itself.
        if (!widget->isVisible() || widget->window() != &window) continue;
        const auto room = roomOf(*widget);
        if (!room) continue;
        const bool fits =
            room->needs.width() <= room->has.width() && room->needs.height() <= room->has.height();
        if (fits && !leavesItsParent(*widget)) continue;
        clipped << QString("%1 %2 “%3” needs %4×%5, has %6×%7%8")
                       .arg(widget->metaObject()->className(), widget->objectName(), room->text)
                       .arg(room->needs.width())
                       .arg(room->needs.height())
                       .arg(room->has.width())
                       .arg(room->has.height())
                       .arg(fits ? " and leaves its parent" : "");
    }
    return clipped;
}

}  // namespace descry::test
