#pragma once
/// What was open, which workspace was in front and how the window stood: restored at the start, and
/// stored a moment after something was done, so that a kill loses no more than that moment; a model
/// that is loaded to be adopted is noted until it has a job. Only what has changed is written. A
/// kiosk has none. Thread rule: GUI thread. Failure rule: what cannot be read counts as absent;
/// that nothing can be stored is raised as a message.

#include <QObject>
#include <QTimer>
#include <QVariantMap>
#include <QWidget>

#include "ui/common/application_context.h"
#include "ui/shell/launch.h"

namespace descry {

class JobsArea;
class Pages;

class Session final : public QObject {
    Q_OBJECT

  public:
    /// `window` owns this.
    Session(ApplicationContext& context, Pages& pages, JobsArea& jobs, QWidget& window);

    /// How the window stood.
    void restore();
    /// The name of the workspace that was in front; empty: none.
    QString front() const;
    /// With what was open in the place of what is not asked for.
    Launch continued(const Launch& launch) const;
    /// Submits the job of a model that was loaded to be adopted when the last run of the program
    /// ended. Before anything is opened.
    void goOnAdopting();
    /// At once.
    void store();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void tellUnkept();
    void storeLater();
    void keepAdoption();
    void keep(const QString& part, const QVariantMap& state);
    void galleryChanged();
    void bundleChanged();

    ApplicationContext& m_context;
    Pages& m_pages;
    JobsArea& m_jobs;
    QWidget& m_window;
    QTimer m_later;
};

}  // namespace descry
