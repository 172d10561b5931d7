#pragma once
/// The Review workspace: what the sitting is at the left, the pair in the middle, what is known of
/// it at the right. Thread rule: GUI thread. Failure rule: what hinders a sitting stands in the
/// middle; other problems are raised as messages.

#include <QObject>
#include <QPointer>
#include <functional>
#include <memory>

#include "ui/common/application_context.h"
#include "ui/review/agreement_dialog.h"
#include "ui/review/desk_actions.h"
#include "ui/review/pair_facts.h"
#include "ui/review/pair_page.h"
#include "ui/review/review_centre.h"
#include "ui/review/review_files.h"
#include "ui/review/review_panel.h"
#include "ui/review/verdict_panel.h"
#include "ui/shell/workspace.h"

namespace descry {

class ReviewWorkspace final : public QObject, public Workspace {
    Q_OBJECT

  public:
    /// `load` loads the network of a bundle for scoring, off the GUI thread.
    ReviewWorkspace(ApplicationContext& context, ModelLoader load);

    WorkspacePlace place() const override { return WorkspacePlace::Review; }
    QString name() const override { return QStringLiteral("review"); }
    QString title() const override { return tr("Review"); }
    QString iconName() const override { return QStringLiteral("review"); }
    QWidget* left() override { return m_panel; }
    QWidget* centre() override { return m_centre; }
    QWidget* right() override { return m_facts; }
    QList<QAction*> actions() override { return m_actions.all(); }
    QList<FixedKey> fixedKeys() const override { return VerdictPanel::fixedKeys(); }
    /// Goes on with what was reviewed last.
    void activated() override;
    void deactivated() override {}
    QVariantMap saveState() const override { return {}; }
    void restoreState(const QVariantMap&) override {}

    ReviewDesk& desk() { return m_desk; }
    /// Opens a sitting.
    void begin(const SittingPlan& plan);

  private:
    void connectParts();
    void planChanged();
    void showState();
    void showClosed();
    void showRefused();
    void showUnscored();
    void showFinished();
    void score();
    void showScoring();
    void scoringEnded(const JobStatus& status);
    /// Whether a job scores the pairs of this data set.
    bool isOfThis(const JobStatus& status) const;
    void showAgreement();
    void closeAgreement();

    ApplicationContext& m_context;
    std::shared_ptr<ModelShelf> m_shelf;
    ReviewDesk m_desk;
    DeskActions m_actions;
    bool m_hasBegun = false;
    ReviewPanel* m_panel;
    ReviewCentre* m_centre;
    PairPage* m_page;
    PairFacts* m_facts;
    ReviewFiles m_files;
    QPointer<AgreementDialog> m_agreement;
};

}  // namespace descry
