#pragma once
/// The few widgets and builders that every part of the window shares: labels that wrap or elide,
/// buttons with a name, a field's button that clears it, an icon as a label, what an empty view
/// says. Thread rule: GUI thread.

#include <QIcon>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QString>
#include <QToolButton>
#include <QWidget>

namespace descry {

/// Which rules of the style sheet count for a widget (ui/common/style_sheet.h).
void setLook(QWidget* widget, const char* look);

QLabel* lookLabel(const QString& text, const char* look, QWidget* parent = nullptr);
QLabel* wrappedLabel(const QString& text, QWidget* parent = nullptr);
QPushButton* pushButton(const QString& text, QWidget* parent = nullptr);
/// Before the text.
void addIcon(QPushButton* button, const QIcon& icon);
/// A button without text: `name` is its accessible name and tooltip.
QToolButton* iconButton(const QIcon& icon, const QString& name, QWidget* parent = nullptr);

/// A button in the field that clears it, there while there is text. Qt's own fades in and out,
/// whatever the style says of motion, and has no name.
void addClearButton(QLineEdit& field);

/// One line that is cut in its middle when there is no room; the whole text is its tooltip.
class ElidedLabel final : public QLabel {
    Q_OBJECT

  public:
    explicit ElidedLabel(const QString& text = {}, QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
};

/// An icon that stands in a row and follows the theme.
class IconLabel final : public QWidget {
    Q_OBJECT

  public:
    explicit IconLabel(const QIcon& icon, QWidget* parent = nullptr, int sizePixels = 16);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QIcon m_icon;
};

/// What an empty view says: what is missing, and the one action that helps.
class EmptyState final : public QWidget {
    Q_OBJECT

  public:
    struct Text {
        QString title;
        QString explanation;
        QString action;  ///< Label of the button; empty: no button.
    };

    explicit EmptyState(const Text& text, QWidget* parent = nullptr);

    QPushButton* button() const { return m_button; }

  Q_SIGNALS:
    void actionRequested();

  private:
    QPushButton* m_button = nullptr;
};

}  // namespace descry
