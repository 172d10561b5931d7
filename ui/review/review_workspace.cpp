#include "ui/review/review_workspace.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "ui/common/text.h"
#include "ui/review/review_memory.h"
#include "ui/review/score_work.h"

namespace descry {
namespace {

const QString kScoreKey = QStringLiteral("reviewScores");

}  // namespace

ReviewWorkspace::ReviewWorkspace(ApplicationContext& context, ModelLoader load)
    : m_context(context),
      m_shelf(std::make_shared<ModelShelf>(std::move(load))),
      m_desk(context),
      m_actions(m_desk),
      m_panel(new ReviewPanel(context, m_desk)),
      m_centre(new ReviewCentre),
      m_page(new PairPage(context, m_desk, m_actions, m_centre)),
      m_facts(new PairFacts(m_desk)),
      m_files(context, m_desk, *m_centre) {
    m_centre->addWidget(m_page);
    context.jobs.addKind(
        kScoreKind, [shelf = m_shelf, lane = context.jobs.sharedLane()](const JobRecipe& recipe) {
            return makeScoreJob(scoreWorkOf(recipe), *shelf, lane);
        });
    connectParts();
    showState();
}

void ReviewWorkspace::connectParts() {
    SittingForm& form = m_panel->form();
    connect(&form, &SittingForm::planChanged, this, &ReviewWorkspace::planChanged);
    connect(m_centre, &ReviewCentre::datasetDropped, &form, &SittingForm::openDataset);
    connect(m_panel, &ReviewPanel::scoresRequested, this, &ReviewWorkspace::score);
    connect(m_panel, &ReviewPanel::agreementRequested, this, [this] {
        m_files.whenKept([this] { showAgreement(); });
    });
    connect(m_panel, &ReviewPanel::mergeRequested, &m_files, &ReviewFiles::askMerge);
    connect(m_panel, &ReviewPanel::exportRequested, &m_files, &ReviewFiles::askExport);
    connect(&m_desk, &ReviewDesk::stateChanged, this, &ReviewWorkspace::showState);
    connect(&m_context.jobs, &JobSignals::changed, this, [this](const JobStatus& status) {
        if (status.kind == kScoreKind) showScoring();
    });
    connect(&m_context.jobs, &JobSignals::ended, this, &ReviewWorkspace::scoringEnded);
    const auto shelve = [this] {
        if (m_context.workbench.bundle()) m_shelf->put(*m_context.workbench.bundle());
    };
    connect(&m_context.workbench, &Workbench::bundleChanged, this, shelve);
    const auto useDevice = [this] {
        const Choices choices = m_context.settings.choices();
        DeviceRequest device;
        device.kind = choices.device;
        device.numThreads = choices.numThreads;
        m_shelf->setDevice(device);
    };
    connect(&m_context.settings, &Settings::choicesChanged, this, useDevice);
    shelve();
    useDevice();
}

void ReviewWorkspace::activated() {
    if (!m_hasBegun) begin(rememberedPlan(m_context.settings));
}

void ReviewWorkspace::begin(const SittingPlan& plan) {
    m_hasBegun = true;
    const bool isAnother = plan.dataset != m_desk.plan().dataset;
    m_panel->form().setPlan(plan);
    m_desk.open(plan);
    if (isAnother) closeAgreement();
    rememberPlan(m_context.settings, plan);
    showScoring();
}

void ReviewWorkspace::planChanged() {
    begin(SittingPlan(m_panel->form().plan()));
}

void ReviewWorkspace::showState() {
    switch (m_desk.state()) {
        case ReviewDesk::State::Closed:
            showClosed();
            break;
        case ReviewDesk::State::Opening:
            m_centre->say({tr("Reading the data set…"),
                           tr("Its pairs are numbered, and what was decided before is looked up."),
                           {}});
            break;
        case ReviewDesk::State::Refused:
            showRefused();
            break;
        case ReviewDesk::State::Unscored:
            showUnscored();
            break;
        case ReviewDesk::State::Working:
            if (m_centre->currentWidget() == m_page) break;
            m_centre->setCurrentWidget(m_page);
            // A name that is being entered ends with the page that it leads to.
            m_page->setFocus();
            break;
        case ReviewDesk::State::Finished:
            showFinished();
            break;
    }
}

void ReviewWorkspace::showClosed() {
    SittingForm& form = m_panel->form();
    if (form.plan().dataset.empty()) {
        m_centre->say(
            {tr("Review captions of other images"),
             tr("Captions of a person are lent to that person’s other images. Some are true of "
                "them, some are not. Decide with one key each; the data set itself is never "
                "changed."),
             tr("Open a data set…")},
            [&form] { form.askDataset(); });
        return;
    }
    m_centre->say({tr("Who decides?"),
                   tr("Every decision is kept with the name of who made it, so that two people’s "
                      "can be compared and merged."),
                   tr("Enter a name")},
                  [&form] { form.focusAnnotator(); });
}

void ReviewWorkspace::showRefused() {
    m_centre->say({tr("The review could not be opened"),
                   errorText(*m_desk.problem()),
                   tr("Open a data set…")},
                  [this] { m_panel->form().askDataset(); });
}

void ReviewWorkspace::showUnscored() {
    m_centre->say({tr("No pair has scores yet"),
                   tr("Without them none is more suspicious than another. Scoring runs in the "
                      "background; until then choose another order."),
                   tr("Score pairs")},
                  [this] { score(); });
}

void ReviewWorkspace::showFinished() {
    const SittingQueue& queue = *m_desk.queue();
    const auto number = [](std::size_t count) {
        return groupedNumber(static_cast<std::int64_t>(count));
    };
    if (queue.size() == 0) {
        m_centre->say({tr("Nothing to decide in this order"),
                       tr("There are no such pairs in this data set. Choose another order, or "
                          "another split."),
                       {}});
        return;
    }
    if (const auto& passed = queue.passedOver(); !passed.empty()) {
        m_centre->say({tr("All but %n pairs are decided", nullptr, static_cast<int>(passed.size())),
                       tr("They were passed over, and wait for a decision."),
                       tr("Look at them again")},
                      [this, first = passed.front()] { m_desk.goTo(first); });
        return;
    }
    m_centre->say({tr("All %1 pairs are decided").arg(number(queue.size())),
                   tr("An export holds the verdicts for training, and the data set with its "
                      "edited captions. Ctrl+Z takes the last decision back."),
                   tr("Export…")},
                  [this] { m_files.askExport(); });
}

void ReviewWorkspace::score() {
    const auto& bundle = m_context.workbench.bundle();
    if (!bundle) {
        Message message;
        message.severity = Message::Severity::Warning;
        message.key = kScoreKey;
        message.cause = tr("Scoring needs a model. Import a model file or open a bundle first.");
        message.kept = tr("Pairs can be reviewed without scores, in any other order.");
        m_context.messages.raise(message);
        return;
    }
    m_context.messages.withdraw(kScoreKey);
    const SittingPlan& plan = m_desk.plan();
    m_context.jobs.submit(recipeOf(ScoreWork{.dataset = plan.dataset,
                                             .images = plan.images,
                                             .bundle = bundle->bundle->path(),
                                             .pairs = plan.pairs}));
}

bool ReviewWorkspace::isOfThis(const JobStatus& status) const {
    if (status.kind != kScoreKind) return false;
    const auto recipe = m_context.jobs.recipe(status.id);
    try {
        return recipe && scoreWorkOf(*recipe).dataset == m_desk.plan().dataset;
    } catch (const Error&) {
        // It says so when it runs.
        return false;
    }
}

void ReviewWorkspace::showScoring() {
    const std::vector<JobStatus> open = m_context.jobs.open();
    m_panel->setScoring(std::any_of(open.begin(), open.end(), [this](const JobStatus& status) {
        return status.state != JobState::Paused && isOfThis(status);
    }));
}

void ReviewWorkspace::scoringEnded(const JobStatus& status) {
    // Who decides blind has no use for scores.
    const bool isOfUse = status.state == JobState::Succeeded && !m_desk.plan().isBlind;
    if (isOfUse && isOfThis(status)) m_desk.reopen();
}

void ReviewWorkspace::showAgreement() {
    // It tells of the decisions that there were when it was opened.
    closeAgreement();
    m_agreement =
        new AgreementDialog(m_context, m_desk.plan().folder().decisions(), m_centre->window());
    connect(m_agreement, &AgreementDialog::adjudicationRequested, this, [this] {
        m_panel->form().chooseOrder(QueueOrder::Disagreements);
    });
    m_agreement->show();
}

void ReviewWorkspace::closeAgreement() {
    if (!m_agreement.isNull()) m_agreement->close();
}

}  // namespace descry
