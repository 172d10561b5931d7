#include "ui/training/new_run.h"

#include <unistd.h>

#include <QFileInfo>
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/model/default_vocabulary.h"
#include "ui/common/text.h"

namespace descry {
namespace {

constexpr int kSettleMs = 300;

std::int64_t memoryOfThisComputer() {
    return static_cast<std::int64_t>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE);
}

/// Without an open model what one would run on; until that is found, the CPU.
TrainDevice deviceOf(const Workbench& workbench) {
    const DeviceStatus device = workbench.device().value_or(DeviceStatus{});
    return {.isCuda = device.isCuda, .isFastInBfloat16 = device.computeType == ComputeType::BF16};
}

QString shownSeconds(double seconds) {
    if (seconds < 10) return NewRun::tr("%1 s").arg(seconds, 0, 'f', 1);
    if (seconds < 90) return NewRun::tr("%1 s").arg(seconds, 0, 'f', 0);
    return NewRun::tr("%1 min").arg(seconds / 60, 0, 'f', 0);
}

}  // namespace

NewRun::NewRun(ApplicationContext& context, TrainingRuns& runs, QObject* parent)
    : QObject(parent),
      m_context(context),
      m_runs(runs),
      m_data(new DatasetPanel(context)),
      m_settings(new SettingsPanel(context)) {
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettleMs);
    connect(&m_settle, &QTimer::timeout, this, &NewRun::forecast);
    connect(m_data, &DatasetPanel::pathsChanged, this, &NewRun::dataChanged);
    connect(m_data, &DatasetPanel::factsChanged, this, &NewRun::factsChanged);
    connect(m_settings, &SettingsPanel::changed, this, [this] {
        m_refusal.reset();
        judge();
    });
    connect(m_settings, &SettingsPanel::beginRequested, this, &NewRun::begin);
    const Workbench& workbench = context.workbench;
    connect(&workbench, &Workbench::deviceFound, this, &NewRun::followDevice);
    connect(&workbench, &Workbench::bundleChanged, this, &NewRun::followBundle);
    connect(&runs, &TrainingRuns::beginFailed, this, &NewRun::refused);
    connect(&runs, &TrainingRuns::begun, this, [this] {
        m_isBeginning = false;
        m_isPrepared = false;
        m_settings->setBusy(false);
    });
    judge();
}

DeviceRequest NewRun::device() const {
    const Choices choices = m_context.settings.choices();
    DeviceRequest request;
    request.kind = choices.device;
    request.numThreads = choices.numThreads;
    return request;
}

TrainForm NewRun::form() const {
    TrainForm form = m_settings->form();
    form.dataset = m_data->dataset();
    form.images = m_data->images();
    return form;
}

void NewRun::prepare() {
    if (m_isPrepared) return;
    m_isPrepared = true;
    m_device = deviceOf(m_context.workbench);
    TrainForm form = defaultTrainForm(m_device);
    if (const auto& open = m_context.workbench.bundle()) form.start = qtPath(open->bundle->path());
    m_ownOut = freeOut(m_data->dataset());
    form.out = m_ownOut;
    m_settings->setForm(form);
    m_settings->showFacts(m_data->facts());
    m_context.background.run(
        *this,
        [folder = m_context.programFolder](std::stop_token) {
            return findDefaultVocabulary(folder);
        },
        [this](std::optional<DefaultVocabulary> found) {
            TrainForm now = m_settings->form();
            if (!found || !now.vocabulary.isEmpty()) return;
            now.vocabulary = qtPath(found->file);
            m_settings->setForm(now);
        });
}

/// Named as the data set, with a number if a run of that name is known.
QString NewRun::freeOut(const QString& dataset) const {
    const QString name = dataset.isEmpty() ? tr("run") : QFileInfo(dataset).completeBaseName();
    std::filesystem::path folder = m_runs.folder() / toPath(name);
    for (int number = 2; m_runs.find(folder) != nullptr; ++number) {
        folder = m_runs.folder() / toPath(QStringLiteral("%1 %2").arg(name).arg(number));
    }
    return qtPath(folder);
}

void NewRun::dataChanged() {
    TrainForm now = m_settings->form();
    // A folder that the user chose stays.
    if (now.out == m_ownOut) {
        m_ownOut = freeOut(m_data->dataset());
        now.out = m_ownOut;
        m_settings->setForm(now);
    }
    m_refusal.reset();
    judge();
}

void NewRun::factsChanged() {
    m_settings->showFacts(m_data->facts());
    m_refusal.reset();
    judge();
}

void NewRun::followDevice() {
    const TrainDevice before = std::exchange(m_device, deviceOf(m_context.workbench));
    if (!m_isPrepared || m_device == before) return;
    m_settings->setForm(suitedTo(m_device, before, m_settings->form()));
}

void NewRun::followBundle() {
    followDevice();
    const auto& open = m_context.workbench.bundle();
    TrainForm now = m_settings->form();
    const bool isChosen = now.startKind != TrainStart::Kind::Bundle || !now.start.isEmpty();
    if (!m_isPrepared || !open || isChosen) return;
    now.start = qtPath(open->bundle->path());
    m_settings->setForm(now);
}

std::vector<FieldFault> NewRun::faultsNow() const {
    const TrainForm now = form();
    std::vector<FieldFault> faults = faultsOf(now);
    const auto& facts = m_data->facts();
    if (facts && facts->numTextErrors > 0) {
        faults.push_back({TrainField::Dataset, tr("The data set has errors; mend them first.")});
    }
    if (facts && facts->of(Split::Train).numImages == 0) {
        faults.push_back({TrainField::Dataset, tr("The data set has no training split.")});
    }
    if (facts && now.heldOutDataset.isEmpty()) {
        const bool lacksVal =
            now.heldOut == TrainForm::HeldOut::Val && facts->of(Split::Val).numImages == 0;
        const bool lacksTest =
            now.heldOut == TrainForm::HeldOut::Test && facts->of(Split::Test).numImages == 0;
        if (lacksVal || lacksTest) {
            faults.push_back({TrainField::HeldOut,
                              tr("The data set has no such split; name the file that has it, or "
                                 "choose another.")});
        }
    }
    if (m_refusal) faults.push_back(*m_refusal);
    return faults;
}

void NewRun::judge() {
    m_forecasting.request_stop();
    const auto faults = faultsNow();
    m_settings->showFaults(faults);
    if (m_isBeginning) m_settings->setBusy(true);
    if (faults.empty()) {
        m_settings->showForecast(tr("Working out what a step will take…"));
        m_settle.start();
    } else {
        m_settings->showForecast({});
        m_settle.stop();
    }
}

void NewRun::forecast() {
    m_forecasting = m_context.background.run(
        *this,
        [forecast = m_runs.trainer().forecast, request = requestOf(form(), device())](
            std::stop_token stop) { return forecast(request, std::move(stop)); },
        [this](StepForecast told) { m_settings->showForecast(shownForecast(told)); },
        [this](const Error& error) { refused(error); });
}

QString NewRun::shownForecast(const StepForecast& told) const {
    QStringList lines;
    const DeviceStatus device = m_context.workbench.device().value_or(DeviceStatus{});
    const std::int64_t memory = told.isOnGpu ? device.memoryBytes : memoryOfThisComputer();
    const QString peak = shownBytes(told.peakBytes);
    lines << (!told.isOnGpu ? tr("About %1 of this computer's %2 of memory.")
                                  .arg(peak, shownBytes(memory))
              : memory > 0  ? tr("About %1 of the GPU's %2 of memory.").arg(peak, shownBytes(memory))
                            : tr("About %1 of the GPU's memory.").arg(peak));
    if (memory > 0 && told.peakBytes > memory) {
        const std::int64_t spared = told.activationsKept - told.activationsRecomputed;
        lines << (form().recomputesActivations || spared <= 0
                      ? tr("That is more than there is: use a smaller batch or fewer samples at "
                           "once.")
                      : tr("That is more than there is: recomputing activations would spare %1.")
                            .arg(shownBytes(spared)));
    }
    const auto& facts = m_data->facts();
    const std::int64_t numPairs = facts ? facts->of(Split::Train).numCaptions : 0;
    const std::int64_t numSteps = numStepsOf(form(), numPairs);
    if (told.secondsPerStep > 0 && numSteps > 0 && (facts || !form().isInEpochs)) {
        const double seconds = told.secondsPerStep * static_cast<double>(numSteps);
        lines << tr("About %1 a step; %2 steps: %3, and evaluation besides.")
                     .arg(shownSeconds(told.secondsPerStep),
                          groupedNumber(numSteps),
                          shownRemaining(std::chrono::seconds(std::llround(seconds))));
    } else if (told.secondsPerStep > 0) {
        lines << tr("About %1 a step.").arg(shownSeconds(told.secondsPerStep));
    } else {
        lines << tr("The time is told once steps have been measured.");
    }
    return lines.join(QLatin1Char('\n'));
}

void NewRun::begin() {
    if (m_isBeginning || !faultsNow().empty()) return;
    m_isBeginning = true;
    m_settle.stop();
    m_forecasting.request_stop();
    m_settings->setBusy(true);
    m_runs.begin(requestOf(form(), device()));
}

void NewRun::refused(const Error& error) {
    m_isBeginning = false;
    m_settings->setBusy(false);
    m_refusal = FieldFault{fieldOfSetting(toQString(error.what())).value_or(TrainField::Dataset),
                           errorText(error)};
    judge();
}

}  // namespace descry
