#pragma once
/// The first page of a kiosk: what the program does in a sentence, and descriptions to try, large
/// enough for a projector. It asks; the window does. Thread rule: GUI thread; captions are read in
/// the background.

#include <QWidget>

#include "ui/common/application_context.h"

class QLabel;
class QVBoxLayout;

namespace descry {

class KioskPage final : public QWidget {
    Q_OBJECT

  public:
    explicit KioskPage(ApplicationContext& context, QWidget* parent = nullptr);

  Q_SIGNALS:
    void queryChosen(const QString& text);
    /// A description of one's own.
    void ownRequested();

  private:
    void follow();
    void followLoading();
    void show(const QStringList& queries);

    ApplicationContext& m_context;
    QWidget* m_offers;
    QVBoxLayout* m_queries;
    QLabel* m_missing;  ///< Why there is nothing to search yet.
};

}  // namespace descry
