#pragma once
/// A path in a form: a field to type it in and a button that asks for it. Thread rule: GUI thread.

#include <QLineEdit>
#include <QWidget>

#include "ui/common/application_context.h"

namespace descry {

class PathRow final : public QWidget {
    Q_OBJECT

  public:
    /// `name` is the field's accessible name; `question` what the button asks.
    PathRow(ApplicationContext& context,
            const QString& name,
            const PathQuestion& question,
            QWidget* parent = nullptr);

    QString path() const { return m_field->text().trimmed(); }
    void setPath(const QString& path);
    void setQuestion(const PathQuestion& question) { m_question = question; }
    QLineEdit* field() const { return m_field; }
    /// As if the button had been pressed.
    void ask();

  Q_SIGNALS:
    void changed();

  private:
    ApplicationContext& m_context;
    PathQuestion m_question;
    QLineEdit* m_field;
};

}  // namespace descry
